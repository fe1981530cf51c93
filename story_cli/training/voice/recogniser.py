"""The one file that runs PocketSphinx: words heard in speech, and phones laid along it.

Source: Huggins-Daines et al. (2006), "PocketSphinx"; the US English acoustic model that its package carries.
"""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from story_cli.errors import ExitStatus, StoryError
from story_cli.voice.pronunciations import PRONUNCIATIONS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

RATE_HZ = 16_000
FRAME = 0.01  # seconds
_PAD = 0.2  # seconds of silence that are put around what is heard
_FESTIVAL_TO_CMU = {"ax": "AH", "axr": "ER", "dx": "T", "el": "L", "em": "M", "en": "N", "hv": "HH", "pau": "SIL"}


_Gram: TypeAlias = tuple[str, ...]
_Table: TypeAlias = dict[_Gram, float]


class Phone(NamedTuple):
    name: str
    start: float
    end: float


def cmu_phone(festival: str) -> str:
    return _FESTIVAL_TO_CMU.get(festival, festival.upper())


class Recogniser:
    """Listens with a language model of the sentences that it is given; names and sound words are in its vocabulary."""

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        """`sentences` are lists of lower-case words. Raises: StoryError if pocketsphinx is not installed."""
        known = pronunciations()
        texts = [list(sentence) for sentence in sentences]
        vocabulary = sorted({word for text in texts for word in text if word in known} | set(PRONUNCIATIONS))
        with tempfile.TemporaryDirectory(prefix="storycli-listen-") as folder:
            model, lexicon = Path(folder) / "stories.arpa", Path(folder) / "stories.dict"
            model.write_text("".join(arpa_lines(texts, vocabulary)), encoding="utf-8")
            lexicon.write_text("".join(_lexicon_lines(vocabulary, known)), encoding="utf-8")
            self._decoder = _decoder(lm=str(model), dict=str(lexicon))

    def words(self, samples: Floats) -> list[str]:
        """What is heard in 16-kHz mono."""
        self._decoder.start_utt()
        self._decoder.process_raw(_pcm(samples), full_utt=True)
        self._decoder.end_utt()
        heard = self._decoder.hyp()
        return heard.hypstr.split() if heard else []


def align(samples: Floats, words: Sequence[Sequence[str]]) -> list[list[Phone]] | None:
    """Phones of each word (given as Festival phones) laid along 16-kHz mono; None if they do not fit the sound."""
    names = [f"w{number}" for number in range(len(words))]
    with tempfile.TemporaryDirectory(prefix="storycli-align-") as folder:
        lexicon = Path(folder) / "words.dict"
        rows = [f"{name} {' '.join(map(cmu_phone, phones))}\n" for name, phones in zip(names, words, strict=True)]
        lexicon.write_text("".join(rows), encoding="utf-8")
        decoder = _decoder(dict=str(lexicon), lm=None, bestpath=False)
    raw = _pcm(samples)
    try:
        decoder.set_align_text(" ".join(names))
        _decode(decoder, raw)
        if decoder.hyp() is None:
            return None
        decoder.set_alignment()
        _decode(decoder, raw)
        found = decoder.get_alignment()
    except RuntimeError:
        return None
    by_word: dict[str, list[Phone]] = {}
    for word in found or ():
        base = word.name.split("(")[0]
        phones = [Phone(p.name, p.start * FRAME - _PAD, (p.start + p.duration) * FRAME - _PAD) for p in word]
        if base in names:
            by_word[base] = phones
    return [by_word[name] for name in names] if len(by_word) == len(names) else None


def arpa_lines(texts: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> Iterable[str]:
    """A trigram model in the ARPA format, interpolated after Witten and Bell (1991)."""
    inside = set(vocabulary)
    ones: Counter[str] = Counter(dict.fromkeys(vocabulary, 0))
    twos: Counter[_Gram] = Counter()
    threes: Counter[_Gram] = Counter()
    for text in texts:
        words = ["<s>", *(word if word in inside else "<unk>" for word in text), "</s>"]
        ones.update(words[1:])
        twos.update(pairwise(words))
        threes.update(zip(words, words[1:], words[2:], strict=False))
    kinds, total = sum(1 for count in ones.values() if count), sum(ones.values())
    p1: _Table = {(word,): (count + kinds / len(ones)) / max(1, total + kinds) for word, count in ones.items()}
    p2, back1 = _interpolated(twos, p1)
    p3, back2 = _interpolated(threes, p2)
    yield f"\\data\\\nngram 1={len(p1) + 1}\nngram 2={len(p2)}\nngram 3={len(p3)}\n"
    yield f"\n\\1-grams:\n-99\t<s>\t{_log10(back1.get(('<s>',), 1.0)):.4f}\n"
    yield from _rows(p1, back1)
    yield "\n\\2-grams:\n"
    yield from _rows(p2, back2)
    yield "\n\\3-grams:\n"
    yield from _rows(p3, None)
    yield "\n\\end\\\n"


def _interpolated(counts: Mapping[_Gram, int], lower: Mapping[_Gram, float]) -> tuple[_Table, _Table]:
    """Probabilities of the n-grams, and the weight with which each context backs off."""
    seen: Counter[_Gram] = Counter()
    kinds: Counter[_Gram] = Counter()
    for gram, count in counts.items():
        seen[gram[:-1]] += count
        kinds[gram[:-1]] += 1
    found = {
        gram: (count + kinds[gram[:-1]] * lower[gram[1:]]) / (seen[gram[:-1]] + kinds[gram[:-1]])
        for gram, count in counts.items()
    }
    return found, {context: kinds[context] / (seen[context] + kinds[context]) for context in seen}


def _rows(table: Mapping[_Gram, float], back: Mapping[_Gram, float] | None) -> Iterable[str]:
    for gram, probability in sorted(table.items()):
        tail = "" if back is None else f"\t{_log10(back.get(gram, 1.0)):.4f}"
        yield f"{_log10(probability):.4f}\t{' '.join(gram)}{tail}\n"


def _log10(value: float) -> float:
    return math.log10(max(value, 1e-9))


def pronunciations() -> dict[str, list[str]]:
    """CMU phones by word: of the recogniser's own dictionary, with ours first."""
    known: dict[str, list[str]] = {}
    path = Path(_package().get_model_path()) / "en-us" / "cmudict-en-us.dict"
    for line in path.read_text(encoding="utf-8").splitlines():
        word, phones = line.split(None, 1)
        known.setdefault(word.split("(")[0], []).append(phones.strip())
    for word, phones in PRONUNCIATIONS.items():
        ours = " ".join(cmu_phone(phone.rstrip("012")) for phone in phones.split())
        known[word] = [ours, *(other for other in known.get(word, []) if other != ours)]
    return known


def _lexicon_lines(vocabulary: Iterable[str], known: Mapping[str, Sequence[str]]) -> Iterable[str]:
    for word in vocabulary:
        for number, phones in enumerate(known[word], 1):
            yield f"{word}{'' if number == 1 else f'({number})'} {phones}\n"


def _decoder(**options: Any) -> Any:
    return _package().Decoder(samprate=RATE_HZ, loglevel="FATAL", **options)


def _package() -> Any:
    try:
        import pocketsphinx
    except ImportError as exc:
        hint = "install it: pip install pocketsphinx (part of storycli[voice])"
        raise StoryError("pocketsphinx is not installed", hint, ExitStatus.MISSING_ENGINE) from exc
    return pocketsphinx


def _decode(decoder: Any, raw: bytes) -> None:
    decoder.start_utt()
    decoder.process_raw(raw, full_utt=True)
    decoder.end_utt()


def _pcm(samples: Floats) -> bytes:
    """16-bit samples at a peak of 0.7, with silence around them."""
    import numpy as np

    peak = float(np.abs(samples).max(initial=0.0)) or 1.0
    padded = np.pad(np.asarray(samples, dtype=np.float64) * (0.7 / peak), round(_PAD * RATE_HZ))
    return (padded * 32767).astype("<i2").tobytes()


def word_errors(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """Word edit distance (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (word != other))
    return row[-1]
