"""The process that holds libflite: phrases in, samples and word times out. Started by story_cli.voice.flite only.

Reads one JSON from stdin, a list of {"text", "stretch", "f0_hz", "f0_range"}, and writes for each a line of JSON
{"rate_hz", "count", "words": [[name, start, end] …]} followed by `count` 16-bit samples. A crash of the library ends
this process and not storycli.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any, BinaryIO

_LIBRARIES = ("libflite.so.1", "libflite_usenglish.so.1", "libflite_cmulex.so.1", "libflite_cmu_us_slt.so.1")


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    )


class _Voice(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))


def _open() -> tuple[Any, Any]:
    """The library and its slt voice."""
    loaded = [ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL) for name in _LIBRARIES]
    flite, voices = loaded[0], loaded[-1]
    for name in ("flite_synth_text", "utt_relation", "relation_head", "item_next", "item_as", "item_parent"):
        getattr(flite, name).restype = ctypes.c_void_p
    flite.flite_synth_text.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    flite.utt_relation.argtypes = flite.item_as.argtypes = (ctypes.c_void_p, ctypes.c_char_p)
    for name in ("relation_head", "item_next", "item_parent", "utt_wave", "delete_utterance"):
        getattr(flite, name).argtypes = (ctypes.c_void_p,)
    flite.utt_wave.restype = ctypes.POINTER(_Wave)
    flite.item_feat_float.restype = ctypes.c_float
    flite.item_feat_string.restype = ctypes.c_char_p
    flite.item_feat_float.argtypes = flite.item_feat_string.argtypes = (ctypes.c_void_p, ctypes.c_char_p)
    flite.feat_set_float.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float)
    flite.flite_init()
    voices.register_cmu_us_slt.restype = ctypes.POINTER(_Voice)
    voices.register_cmu_us_slt.argtypes = (ctypes.c_char_p,)
    return flite, voices.register_cmu_us_slt(None)


def _words(flite: Any, utterance: int) -> list[tuple[str, float, float]]:
    """Name and span in seconds of every word, from the ends of its segments."""
    words: list[tuple[str, float, float]] = []
    segment = flite.relation_head(flite.utt_relation(utterance, b"Segment"))
    last, begin = None, 0.0
    while segment:
        end = float(flite.item_feat_float(segment, b"end"))
        syllable = flite.item_parent(flite.item_as(segment, b"SylStructure"))
        word = flite.item_parent(syllable) if syllable else None
        if word and word == last:
            words[-1] = (words[-1][0], words[-1][1], end)
        elif word:
            words.append((flite.item_feat_string(word, b"name").decode(), begin, end))
        last, begin = word, end
        segment = flite.item_next(segment)
    return words


def serve(requests: list[dict[str, Any]], target: BinaryIO) -> None:
    flite, voice = _open()
    for request in requests:
        features = voice.contents.features
        flite.feat_set_float(features, b"duration_stretch", request["stretch"])
        flite.feat_set_float(features, b"int_f0_target_mean", request["f0_hz"])
        flite.feat_set_float(features, b"int_f0_target_stddev", request["f0_range"])
        utterance = flite.flite_synth_text(request["text"].encode("ascii"), voice)
        wave = flite.utt_wave(utterance).contents
        samples = ctypes.string_at(wave.samples, 2 * wave.num_samples)
        head = {"rate_hz": wave.sample_rate, "count": wave.num_samples, "words": _words(flite, utterance)}
        target.write(json.dumps(head).encode() + b"\n" + samples)
        flite.delete_utterance(utterance)
    target.flush()


if __name__ == "__main__":
    serve(json.load(sys.stdin), sys.stdout.buffer)
