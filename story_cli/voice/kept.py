"""Sentences that were said before are not said again: finished speech by content, shared by all stories.

Kept are voices that say a sentence alike whatever was said before it (`context_free`), and whose state is known: those
of this program by the digest of its code, one that is added from outside by its attribute `version`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from story_cli.cache import ByteCache, code_digest
from story_cli.voice.engine import Engine, Speech, Timing, Utterance

if TYPE_CHECKING:
    pass

_LENGTH = struct.Struct("<I")


def say_kept(engine: Engine, utterances: Sequence[Utterance], cache: ByteCache) -> Iterator[Speech]:
    """What `engine.say` gives, in order; sentences found in the cache are not synthesised."""
    version = _version(engine)
    if not version or cache.folder is None:
        yield from engine.say(utterances)
        return
    keys = [cache.key(version, said) for said in utterances]
    found = {key: _unpacked(data) for key in dict.fromkeys(keys) if (data := cache.get(key)) is not None}
    missing = {key: said for key, said in zip(keys, utterances, strict=True) if key not in found}
    fresh = iter(engine.say(list(missing.values())))
    for key in keys:
        if key not in found:
            found[key] = next(fresh)
            cache.put(key, _packed(found[key]))
        yield found[key]


def _version(engine: Engine) -> str:
    """Changes with whatever the voice's sound depends on; "" if that is not known."""
    if not getattr(engine, "context_free", False):
        return ""
    version = getattr(engine, "version", "")
    if type(engine).__module__.startswith("story_cli."):
        return f"{engine.name} {version} {code_digest('voice')}"
    return f"{engine.name} {version}" if version else ""


class _Head(msgspec.Struct):
    timing: Timing
    rate_hz: int


def _packed(speech: Speech) -> bytes:
    head = msgspec.json.encode(_Head(speech.timing, speech.rate_hz))
    return _LENGTH.pack(len(head)) + head + speech.samples.astype("<f4").tobytes()


def _unpacked(data: bytes) -> Speech:
    import numpy as np

    size = _LENGTH.unpack_from(data)[0]
    head = msgspec.json.decode(data[_LENGTH.size : _LENGTH.size + size], type=_Head)
    samples = np.frombuffer(data[_LENGTH.size + size :], "<f4").copy()
    return Speech(head.timing, samples, head.rate_hz)
