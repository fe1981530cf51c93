"""Captions as SubRip and WebVTT text. Source: W3C WebVTT; SubRip as players read it."""

from __future__ import annotations

from collections.abc import Iterable

from story_cli.render.timeline import MAX_LINE, Caption
from story_cli.units import nearest


def srt(captions: Iterable[Caption]) -> str:
    """SubRip: numbered blocks, times with a comma."""
    blocks = [
        f"{number}\n{clock(c.start, ',')} --> {clock(c.end, ',')}\n" + "\n".join(two_lines(c.text)) + "\n"
        for number, c in enumerate(captions, 1)
    ]
    return "\n".join(blocks)


def vtt(captions: Iterable[Caption]) -> str:
    """WebVTT with the time of each word, so that players can highlight along."""
    blocks = ["WEBVTT\n"]
    for caption in captions:
        words = [_escaped(caption.words[0].text)] if caption.words else []
        words += [f"<{clock(word.start, '.')}>{_escaped(word.text)}" for word in caption.words[1:]]
        blocks.append(f"{clock(caption.start, '.')} --> {clock(caption.end, '.')}\n{' '.join(words)}\n")
    return "\n".join(blocks)


def clock(seconds: float, comma: str) -> str:
    """ "00:01:02,500" """
    thousandths = nearest(max(0.0, seconds) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{comma}{rest % 1000:03}"


def two_lines(text: str) -> list[str]:
    """One line if it is short, else two of about equal length, never a single word alone if it can be helped."""
    if len(text) <= MAX_LINE:
        return [text]
    words = text.split(" ")
    cuts = range(1, len(words))
    best = min(cuts, key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))), default=0)
    return [" ".join(words[:best]), " ".join(words[best:])] if best else [text]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
