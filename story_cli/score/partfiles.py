"""The parts of library/music as MIDI files, for people who arrange elsewhere: library/music/midi/KIND/ID.mid.

The manifests are what storycli reads; `write_part_files` writes the files from them, all in C, and `check_part_files`
reads every file back: the same notes, key, metre and length, inside the instrument's range.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from story_cli.errors import StoryError
from story_cli.score.form import SectionPlan
from story_cli.score.harmony import SCALES, near_pitch, parse_numeral, voice_chords
from story_cli.score.melody import degree_pitch, state_motif
from story_cli.score.midi import KIT_CHANNEL, load_midi
from story_cli.score.mood import Feeling
from story_cli.score.notes import Note
from story_cli.score.parts import (
    BAR_BEATS,
    Attributes,
    Contour,
    Figure,
    Melody,
    Metre,
    MusicLibrary,
    Progression,
    Signature,
)
from story_cli.score.texture import drum_note, write_bass, write_figure
from story_cli.units import TICKS_PER_BEAT, beats_to_ticks

if TYPE_CHECKING:
    import mido

_C = 0
_MIDDLE = 60
_PLAYERS = {"progressions": "piano_mellow", "contours": "flute", "melody": "flute", "counter": "clarinet"}
_LEVEL = 80


class PartFile(NamedTuple):
    """One part as it is written: notes in beats, metre, bars and whether it is in a minor key."""

    name: str  # "melodies/circle-44"
    notes: tuple[Note, ...]
    metre: Metre
    bars: int
    minor: bool
    tempo_bpm: float


def part_files(library: MusicLibrary) -> Iterator[PartFile]:
    """Every part of the library that is made of notes."""
    for progression in library.progressions:
        yield _file("progressions", progression, _chords(progression, library))
    for rhythm in library.rhythms:
        yield _file("rhythms", rhythm, [drum_note(drum, beat, loud, library) for beat, drum, loud in rhythm.hits])
    for figure in library.figures:
        yield _file("figures", figure, _figure(figure, library))
    for contour in library.contours:
        yield _file("contours", contour, _contour(contour))
    for signature in library.signatures.values():
        yield _file("signatures", signature, _motif(signature, library))
    for melody in library.melodies:
        yield _file("melodies", melody, _tune(melody))


def _file(kind: str, part: Attributes, notes: Sequence[Note]) -> PartFile:
    minor = SCALES[part.modes[0]][2] == 3
    tempo = round(sum(part.tempo) / 2)
    return PartFile(f"{kind}/{part.id}", tuple(notes), part.metres[0], max(1, part.bars), minor, tempo)


def _chords(part: Progression, library: MusicLibrary) -> list[Note]:
    beats = BAR_BEATS[part.metres[0]]
    chords = []
    for bar, text in enumerate(part.chords):
        names = text.split()
        length = beats / len(names)
        chords += [parse_numeral(n, _C, part.modes[0], bar * beats + i * length, length) for i, n in enumerate(names)]
    player = _PLAYERS["progressions"]
    instrument = library.instruments[player]
    notes = []
    for chord, voicing in zip(chords, voice_chords(chords, 62.0, 3, 52, 79), strict=True):
        low = near_pitch(chord.bass, 45.0, max(36, instrument.low), 52)
        notes += [Note("accompaniment", player, chord.beat, chord.beats, p, _LEVEL) for p in sorted({low, *voicing})]
    return notes


def _section(part: Attributes) -> SectionPlan:
    """A bar of C for parts that need a section round them."""
    return SectionPlan("home", 0, 0.0, 4.0, 0.0, 1, 90.0, _C, part.modes[0], part.metres[0], Feeling(0.0, 0.0))


def _figure(part: Figure, library: MusicLibrary) -> list[Note]:
    import random

    section = _section(part)
    tonic = "I" if SCALES[part.modes[0]][2] == 4 else "i"
    chord = parse_numeral(tonic, _C, part.modes[0], 0.0, section.bar_beats)
    if part.role == "bass":
        return write_bass(section, [[chord]], {0.0: 36}, part, library.instruments["acoustic_bass"])
    return write_figure(section, [[chord]], [part], library.instruments["harp"], [0.0], random.Random(1))


def _contour(part: Contour) -> list[Note]:
    scale = SCALES[part.modes[0]]
    player = _PLAYERS["contours"]
    return [
        Note("melody", player, beat, length, 12 + _MIDDLE + degree_pitch(step, 0, scale), _LEVEL)
        for beat, length, step in part.notes
    ]


def _motif(part: Signature, library: MusicLibrary) -> list[Note]:
    section = _section(part)._replace(bars=2, mode="major")
    return state_motif(section, 0, part, library.instruments[part.instrument], _LEVEL)


def _tune(part: Melody) -> list[Note]:
    tonic = 12 + _MIDDLE if part.role == "melody" else _MIDDLE
    player = _PLAYERS[part.role]
    return [Note("melody", player, beat, length, tonic + semitone, _LEVEL) for beat, length, semitone in part.notes]


def write_part_files(folder: Path, library: MusicLibrary) -> int:
    """Write every file under `folder` and take away those of parts that are gone; gives their number."""
    wanted = {folder / f"{file.name}.mid": file for file in part_files(library)}
    for path in folder.glob("*/*.mid"):
        if path not in wanted:
            path.unlink()
    for path, file in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        _midi(file, library).save(str(path))
    return len(wanted)


def _midi(file: PartFile, library: MusicLibrary) -> mido.MidiFile:
    import mido

    midi = mido.MidiFile(type=0, ticks_per_beat=TICKS_PER_BEAT, charset="utf-8")
    numerator, denominator = (int(n) for n in file.metre.split("/"))
    events: list[tuple[int, int, Any]] = [
        (0, 0, mido.MetaMessage("track_name", name=file.name.partition("/")[2])),
        (0, 0, mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(file.tempo_bpm))),
        (0, 0, mido.MetaMessage("time_signature", numerator=numerator, denominator=denominator)),
        (0, 0, mido.MetaMessage("key_signature", key="Cm" if file.minor else "C")),
    ]
    channels = _channels(file.notes)
    for name, channel in channels.items():
        if channel != KIT_CHANNEL:
            program = library.instruments[name].program
            events.append((0, 1, mido.Message("program_change", channel=channel, program=program)))
    for start, end, channel, pitch, velocity in _ticks(file.notes):
        events.append((start, 3, mido.Message("note_on", channel=channel, note=pitch, velocity=velocity)))
        events.append((end, 2, mido.Message("note_off", channel=channel, note=pitch, velocity=0)))
    whole = beats_to_ticks(file.bars * BAR_BEATS[file.metre])
    track, now = mido.MidiTrack(), 0
    for tick, _, message in sorted(events, key=lambda e: e[:2]):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=max(0, whole - now)))
    midi.tracks.append(track)
    return midi


def _channels(notes: Sequence[Note]) -> dict[str, int]:
    names = sorted({n.instrument for n in notes} - {"kit"})
    return {"kit": KIT_CHANNEL, **{name: i for i, name in enumerate(names)}}


def _ticks(notes: Sequence[Note]) -> list[tuple[int, int, int, int, int]]:
    """(start, end, channel, pitch, velocity), sorted; a pitch ends where it begins again."""
    channels = _channels(notes)
    rows: list[tuple[int, int, int, int, int]] = []
    following: dict[tuple[int, int], int] = {}
    for note in sorted(notes, key=lambda n: -n.beat):
        key = (channels[note.instrument], note.pitch)
        start = beats_to_ticks(note.beat)
        end = min(max(start + 1, beats_to_ticks(note.end)), following.get(key, 1 << 30))
        following[key] = start
        rows.append((start, end, *key, note.velocity))
    return sorted(rows)


def check_part_files(folder: Path, library: MusicLibrary) -> Iterable[str]:
    """Every fault of the files in a sentence: missing, unknown, unreadable, other notes, key, metre, length, range."""
    wanted = {folder / f"{file.name}.mid": file for file in part_files(library)}
    for path in sorted(folder.glob("*/*.mid")):
        if path not in wanted:
            yield f"music/midi/{path.parent.name}/{path.name} belongs to no part; run: storycli library midi"
    for path, file in wanted.items():
        fault = _fault(path, file, library)
        if fault:
            yield f"music/midi/{file.name}.mid {fault}; run: storycli library midi"


def _fault(path: Path, file: PartFile, library: MusicLibrary) -> str:
    for note in file.notes:
        instrument = library.instruments[note.instrument]
        if not instrument.low <= note.pitch <= instrument.high:
            return f"has {note.pitch}, which {instrument.id} cannot play"
    try:
        midi = load_midi(path)
    except StoryError as error:
        return error.what.removeprefix(path.name).strip()
    found = _read(midi)
    if found.notes != _ticks(file.notes):
        return "has other notes than its manifest"
    numerator, denominator = (int(n) for n in file.metre.split("/"))
    if found.key != ("Cm" if file.minor else "C") or found.metre != (numerator, denominator):
        return "has another key or metre than its manifest"
    if found.ticks != beats_to_ticks(file.bars * BAR_BEATS[file.metre]):
        return f"does not last {file.bars} bars"
    return ""


class _Found(NamedTuple):
    notes: list[tuple[int, int, int, int, int]]
    key: str
    metre: tuple[int, int]
    ticks: int


def _read(midi: mido.MidiFile) -> _Found:
    tick, key, metre = 0, "", (0, 0)
    sounding: dict[tuple[int, int], tuple[int, int]] = {}
    notes = []
    for message in midi.tracks[0]:
        tick += message.time
        if message.type == "key_signature":
            key = message.key
        elif message.type == "time_signature":
            metre = (message.numerator, message.denominator)
        elif message.type == "note_on":
            sounding[message.channel, message.note] = (tick, message.velocity)
        elif message.type == "note_off" and (message.channel, message.note) in sounding:
            start, velocity = sounding.pop((message.channel, message.note))
            notes.append((start, tick, message.channel, message.note, velocity))
    return _Found(sorted(notes), key, metre, tick)
