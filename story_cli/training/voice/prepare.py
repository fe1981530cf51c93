"""Training examples of a voice as .npz files: phone rows, frames of each phone, acoustic features, style."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.rng import stage_rng
from story_cli.training.voice.curate import Dropped, Kept, curate, read_list
from story_cli.training.voice.features import RATE_HZ
from story_cli.training.voice.recogniser import Phone, align
from story_cli.training.voice.sentences import house_sentences
from story_cli.training.voice.spelling import spoken_words
from story_cli.voice.blocks.front import FRAME_HZ, front_rows
from story_cli.voice.engine import Manner, Utterance, WordPlan
from story_cli.voice.folder import planned_silences
from story_cli.voice.hts import festival
from story_cli.voice.hts.durations import phone_frames
from story_cli.voice.hts.expression import perform
from story_cli.voice.hts.parameters import generate
from story_cli.voice.hts.voice_file import load_voice
from story_cli.voice.prosody import PLAIN, STYLES, Style, plan_sentence

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEACHER_SENTENCES = 3000
_STYLED = 0.6  # share of the teacher's sentences that are read in a style
_PAUSE = 0.08  # seconds between two words that make a pause of it


def prepare_teacher(
    library: Library, work: Path, seed: int, resume: bool, log: Callable[[str], None]
) -> tuple[str, ...]:
    """House stories read by festival-hts, plainly and in every style; names of the styles, "neutral" first."""
    styles = ("neutral", *STYLES)
    if resume and (work / "done").is_file():
        return styles
    said = [one for one in house_sentences(library.root / "stories") if not one.tested and 2 <= len(one.spoken) <= 24]
    rng = stage_rng(seed, "voice")
    rng.shuffle(said)
    chosen = []
    for number, one in enumerate(said[:TEACHER_SENTENCES]):
        style = rng.randrange(1, len(styles)) if number % 10 < _STYLED * 10 else 0
        manner = STYLES[styles[style]] if style else PLAIN
        planned = plan_sentence(one.sentence, [None] * len(one.sentence.words), manner, 1.0, frozenset())
        parts = [_in_style(part, manner) for part in planned.parts if not part.is_silent]
        chosen += [(part, style) for part in parts]
    _write_teacher(chosen, work, log)
    (work / "done").write_text(json.dumps(len(chosen)))
    return styles


def _in_style(said: Utterance, style: Style) -> Utterance:
    """The words in the style and nothing else: what a plan asks for beyond it is put on by the expression block."""
    manner = Manner(style.rate, style.pitch, style.span, gain_db=style.gain_db)
    words = tuple(WordPlan(word.shown, word.spoken, manner, pause=word.pause) for word in said.words)
    return replace(said, words=words)


def _write_teacher(chosen: Sequence[tuple[Utterance, int]], work: Path, log: Callable[[str], None]) -> None:
    voice = load_voice(festival.VOICE_FILE)
    for begin in range(0, len(chosen), 250):
        block = chosen[begin : begin + 250]
        for number, (phones, (said, style)) in enumerate(
            zip(festival.label([said for said, _ in block]), block, strict=True), begin
        ):
            frames = phone_frames(voice, said, phones)
            cepstrum, excitation = perform(generate(voice, frames), said, frames)
            voiced = np.where(excitation.voiced, 1.0, -1.0)
            features = np.concatenate([cepstrum, np.log(excitation.f0_hz)[:, None], voiced[:, None]], 1)
            counts = [sum(one.states) for one in frames]
            # the style is to be learned, so the rows do not carry what the style asked for
            plain = Utterance(tuple(replace(word, manner=Manner()) for word in said.words), said.pronunciations)
            _save(work, number, front_rows(plain, phones, style, planned_silences(said, phones)).rows, counts, features)
        log(f"teacher: {min(begin + 250, len(chosen))} of {len(chosen)} sentences read")


def prepare_recordings(data: Path, work: Path, seed: int, resume: bool, log: Callable[[str], None]) -> tuple[str, ...]:
    """Curated and aligned recordings; names of the styles. Writes curation.json beside the examples.

    Raises: StoryError if nothing is left.
    """
    listed = read_list(data)
    styles = ("neutral", *sorted({one.style for one in listed} - {"neutral"}))
    if resume and (work / "done").is_file():
        return styles
    kept, dropped = curate(listed, log)
    used = 0
    for one, prepared in zip(kept, _aligned(kept, styles), strict=True):
        if prepared is None:
            dropped.append(Dropped(one.recording.id, "its words do not lie along the sound"))
            continue
        _save(work, used, *prepared)
        used += 1
    report = {"recordings": len(listed), "used": used, "dropped": {one.id: one.reason for one in sorted(dropped)}}
    (work / "curation.json").write_text(json.dumps(report, indent=1, ensure_ascii=False))
    log(f"curation: {used} of {len(listed)} recordings are used; {work / 'curation.json'} says why the others are not")
    if not used:
        raise StoryError("no recording can be used", f"see {work / 'curation.json'}")
    (work / "done").write_text(json.dumps(used))
    return styles


def _aligned(
    kept: Sequence[Kept], styles: Sequence[str]
) -> Iterator[tuple[NDArray[np.float32], list[int], NDArray[np.float32]] | None]:
    """Rows, frames of each phone and features of every recording; None where words and sound do not fit."""
    plain = [_plain_utterance(one.recording.text) for one in kept]
    first = festival.label(plain)
    laid = [_word_times(one, phones) for one, phones in zip(kept, first, strict=True)]
    paused = [said if times is None else _with_pauses(said, times) for said, times in zip(plain, laid, strict=True)]
    for one, said, times, phones in zip(kept, paused, laid, festival.label(paused), strict=True):
        counts = None if times is None else _counts(phones, times, len(one.features))
        if counts is None:
            yield None
            continue
        style = styles.index(one.recording.style)
        yield front_rows(said, phones, style, planned_silences(said, phones)).rows, counts, one.features


def _plain_utterance(text: str) -> Utterance:
    words = [WordPlan(part, (part,)) for part in spoken_words(text)]
    return Utterance(tuple(words))


def _word_times(one: Kept, phones: Sequence[festival.LabelledPhone]) -> list[list[Phone]] | None:
    words: list[list[str]] = []
    for phone in phones:
        if phone.word >= 0:
            words += [[] for _ in range(phone.word + 1 - len(words))]
            words[phone.word].append(phone.name)
    return align(one.samples[:: RATE_HZ // 16_000], words) if words and all(words) else None


def _with_pauses(said: Utterance, times: Sequence[Sequence[Phone]]) -> Utterance:
    """The silences that were heard, as planned pauses, so that the labels know of them."""
    words = list(said.words)
    for index in range(len(words) - 1):
        gap = times[index + 1][0].start - times[index][-1].end
        words[index] = replace(words[index], pause=gap if gap >= _PAUSE else 0.0)
    return Utterance(tuple(words))


def _counts(phones: Sequence[festival.LabelledPhone], times: Sequence[Sequence[Phone]], total: int) -> list[int] | None:
    """Frames of every phone, together `total`; None if the second labelling has other phones than were laid."""
    ends: list[float | None] = []
    place: dict[int, int] = {}
    for phone in phones:
        if phone.word < 0:
            ends.append(None)  # a silence lasts until the next sound begins
            continue
        index = place.get(phone.word, 0)
        if index >= len(times[phone.word]):
            return None
        ends.append(times[phone.word][index].end)
        place[phone.word] = index + 1
    for index in range(len(phones)):
        if ends[index] is None:
            after = phones[index + 1].word if index + 1 < len(phones) else -1
            ends[index] = times[after][0].start if after >= 0 else total / FRAME_HZ
    bounds = np.clip(np.rint(np.array(ends, dtype=np.float64) * FRAME_HZ), 0, total)
    bounds[-1] = total
    counts = np.diff(np.maximum.accumulate(bounds), prepend=0)
    return [int(count) for count in counts] if counts.min() >= 0 and total > 0 else None


def _save(
    work: Path,
    number: int,
    rows: NDArray[np.float32],
    counts: Sequence[int],
    features: NDArray[np.floating],
) -> None:
    if sum(counts) != len(features):
        raise ValueError(f"{sum(counts)} frames planned, {len(features)} found")
    np.savez(
        work / f"{number:05d}.npz",
        rows=rows.astype(np.float32),
        counts=np.array(counts, dtype=np.int32),
        features=features.astype(np.float32),
    )
