"""The process that holds libespeak-ng. Started by story_cli.voice.engines.espeak only; its protocol is worker.py's."""

from __future__ import annotations

import ctypes
import json
import struct
import sys
from typing import Any, BinaryIO

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS
_UTF8, _END = 1, 0
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_WORD = 1
_MISSING = 4  # ExitStatus.MISSING_ENGINE; nothing of storycli is imported here


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # milliseconds
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def serve(requests: list[dict[str, Any]], target: BinaryIO) -> None:
    try:
        espeak = ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        sys.exit(_MISSING)
    rate_hz = espeak.espeak_Initialize(_SYNCHRONOUS, 0, None, 0)
    if rate_hz <= 0:
        raise SystemExit("espeak_Initialize failed")
    samples: list[int] = []
    marks: list[tuple[int, float]] = []

    def hear(wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            samples.extend(wave[:count])
        index = 0
        while events and events[index].type != 0:
            if events[index].type == _WORD:
                marks.append((events[index].text_position, events[index].audio_position / 1000.0))
            index += 1
        return 0

    callback = _CALLBACK(hear)
    espeak.espeak_SetSynthCallback(callback)
    for request in requests:
        samples.clear()
        marks.clear()
        if espeak.espeak_SetVoiceByName(request["language"].encode()) != 0:
            raise SystemExit(f"no language {request['language']} in eSpeak NG")
        for parameter, name in ((_RATE, "rate"), (_PITCH, "pitch"), (_RANGE, "range")):
            espeak.espeak_SetParameter(parameter, int(request[name]), 0)
        text = request["text"].encode()
        espeak.espeak_Synth(text, len(text) + 1, 0, 1, _END, _UTF8, None, None)
        espeak.espeak_Synchronize()
        gain = request["gain"]
        wave = [max(-32768, min(32767, round(value * gain))) for value in samples]
        spans = _spans(marks, request["text"], request["words"], len(wave) / rate_hz)
        head = {"rate_hz": rate_hz, "count": len(wave), "spans": spans}
        target.write(json.dumps(head).encode() + b"\n" + struct.pack(f"<{len(wave)}h", *wave))
    target.flush()


def _spans(marks: list[tuple[int, float]], text: str, words: list[int], seconds: float) -> list[list[float]] | None:
    """Spans of the words from the marks at their beginnings; None if the engine cut the text into other words."""
    if len(marks) < len(words) or not marks:
        return None
    starts = [time for _, time in marks]
    if len(marks) > len(words):
        letters = [sum(ch.isalpha() for ch in text[: max(0, place - 1)]) for place, _ in marks]
        bounds, total = [], 0
        for count in words:
            bounds.append(total)
            total += count
        starts = [min(zip(letters, starts, strict=True), key=lambda mark: abs(mark[0] - bound))[1] for bound in bounds]
    ends = [*starts[1:], seconds]
    return [[start, max(start, end)] for start, end in zip(starts, ends, strict=True)]


if __name__ == "__main__":
    serve(json.load(sys.stdin), sys.stdout.buffer)
