"""A voice of two phones made by hand, small enough to know every number of."""

from __future__ import annotations

import struct

from story_cli.voice.engine import Utterance, WordPlan
from story_cli.voice.hts.festival import LabelledPhone

SILENT_LABEL, VOWEL_LABEL, HISS_LABEL = "x^x-pau+aa=x@", "x^x-aa+x=x@", "x^x-s+x=x@"
MEANS = {"pau": 2.0, "aa": 4.0, "s": 3.0}  # frames a state


def utterance(*words: str, pause_after: int = -1, pause: float = 0.0) -> Utterance:
    return Utterance(
        tuple(WordPlan(word, (word,), pause=pause if i == pause_after else 0.0) for i, word in enumerate(words))
    )


def phone(name: str, word: int) -> LabelledPhone:
    return LabelledPhone(name, word, f"x^x-{name}+x=x@")


def htsvoice(order: int = 2) -> bytes:
    """An .htsvoice file: leaf 1 for silence, 2 for the vowel aa, 3 for the rest. Both states are alike."""
    questions = 'QS is_pau { "*-pau+*" }\nQS is_aa { "*-aa+*" }\n'

    def tree(state: int) -> str:
        rows = f'{{\n 0 is_pau -1 "leaf_{state}_1"\n -1 is_aa "leaf_{state}_3" "leaf_{state}_2"\n}}\n'
        return f"{{*}}[{state}]\n{rows}\n"

    def single(state: int) -> str:
        return f'{{*}}[{state}]\n{{\n 0 is_pau "gv_1" "gv_1"\n}}\n'

    def floats(*values: float) -> bytes:
        return struct.pack(f"<{len(values)}f", *values)

    states = 2
    windows = [b"1 1.0\n", b"3 -0.5 0.0 0.5\n"]
    width = order * len(windows)
    dur_pdf = struct.pack("<I", 3) + b"".join(floats(mean, mean, 1.0, 1.0) for mean in MEANS.values())
    cep_leaf = [floats(*([value] * order), *([0.0] * order), *([0.1] * width)) for value in (0.0, 4.0, 2.0)]
    cep_pdf = struct.pack("<2I", 3, 3) + b"".join(cep_leaf) * 2
    f0_leaf = [floats(5.0, 0.0, 0.01, 0.01, voiced) for voiced in (0.0, 1.0, 0.0)]
    f0_pdf = struct.pack("<2I", 3, 3) + b"".join(f0_leaf) * 2
    parts = {
        "DURATION_PDF": dur_pdf,
        "DURATION_TREE": (questions + tree(2)).encode(),
        "STREAM_WIN[MCP]": windows,
        "STREAM_WIN[LF0]": windows,
        "STREAM_PDF[MCP]": cep_pdf,
        "STREAM_PDF[LF0]": f0_pdf,
        "STREAM_TREE[MCP]": (questions + tree(2) + tree(3)).encode(),
        "STREAM_TREE[LF0]": (questions + tree(2) + tree(3)).encode(),
        "GV_PDF[MCP]": struct.pack("<I", 1) + floats(*([4.0] * order), *([1.0] * order)),
        "GV_PDF[LF0]": struct.pack("<I", 1) + floats(0.01, 1.0),
        "GV_TREE[MCP]": (questions + single(2)).encode(),
        "GV_TREE[LF0]": (questions + single(2)).encode(),
    }
    data, positions = b"", []
    for name, content in parts.items():
        spans = []
        for chunk in content if isinstance(content, list) else [content]:
            spans.append(f"{len(data)}-{len(data) + len(chunk) - 1}")
            data += chunk
        positions.append(f"{name}:{','.join(spans)}")
    head = [
        "[GLOBAL]", "HTS_VOICE_VERSION:1.0", "SAMPLING_FREQUENCY:16000", "FRAME_PERIOD:80", f"NUM_STATES:{states}",
        "[STREAM]", f"VECTOR_LENGTH[MCP]:{order}", "VECTOR_LENGTH[LF0]:1", "IS_MSD[MCP]:0", "IS_MSD[LF0]:1",
        "OPTION[MCP]:ALPHA=0.42", "[POSITION]", *positions, "[DATA]", "",
    ]  # fmt: skip
    return "\n".join(head).encode() + data
