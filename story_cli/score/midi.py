"""Notes → a standard MIDI file (format 1, 480 ticks a beat), one track an instrument, with tempos and section marks;
and any MIDI file back, also one that nobody trusts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from story_cli.errors import StoryError
from story_cli.score.form import SectionPlan, TempoMap
from story_cli.score.notes import Note, Stem
from story_cli.score.parts import Instrument, MusicLibrary
from story_cli.units import TICKS_PER_BEAT, beats_to_ticks

if TYPE_CHECKING:
    import mido

KIT_CHANNEL = 9
_MOST_BYTES = 4_000_000


class Part(NamedTuple):
    """One instrument's notes of one stem, on a MIDI channel."""

    stem: Stem
    instrument: Instrument
    channel: int
    notes: list[Note]


def parts_of(notes: Sequence[Note], library: MusicLibrary) -> list[Part]:
    """A part for each (stem, instrument). One channel an instrument where they suffice; the kit has channel 9."""
    keys = sorted({(note.stem, note.instrument) for note in notes})
    free = [c for c in range(16) if c != KIT_CHANNEL]
    channels: dict[str, int] = {"kit": KIT_CHANNEL}
    for _, name in keys:
        if name not in channels:
            channels[name] = free.pop(0) if free else 15
    return [
        Part(
            stem,
            library.instruments[name],
            channels[name],
            [n for n in notes if n.stem == stem and n.instrument == name],
        )
        for stem, name in keys
    ]


def pan_controller(pan: float) -> int:
    return max(0, min(127, round(64 + 63 * pan)))


def volume_controller(level_db: float) -> int:
    """Controller 7 for a level; 64 is 0 dB and a synthesiser applies 40 log10. Source: General MIDI level 1."""
    return max(1, min(127, round(64 * 10 ** (level_db / 40))))


def write_midi(path: Path, parts: Sequence[Part], sections: Sequence[SectionPlan], times: TempoMap, title: str) -> None:
    """Write the file. Tempo changes stand at section starts; section names are markers."""
    import mido

    numerator, denominator = (int(n) for n in sections[0].metre.split("/"))
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT, charset="utf-8")
    head = [
        (0, mido.MetaMessage("track_name", name=title)),
        (0, mido.MetaMessage("time_signature", numerator=numerator, denominator=denominator)),
    ]
    tempos = [(beats_to_ticks(c.beat), mido.bpm2tempo(c.bpm)) for c in times.changes]
    head += [(tick, mido.MetaMessage("set_tempo", tempo=tempo)) for tick, tempo in tempos]
    head += [(beats_to_ticks(s.start_beat), mido.MetaMessage("marker", text=section_name(s))) for s in sections]
    file.tracks.append(_track(head))
    for part in parts:
        events = [(0, mido.MetaMessage("track_name", name=f"{part.stem}: {part.instrument.id.replace('_', ' ')}"))]
        channel, bank = part.channel, part.instrument.bank
        controllers = [
            (7, volume_controller(part.instrument.level_db)),
            (10, pan_controller(part.instrument.pan)),
            (91, part.instrument.reverb),
        ]
        for control, value in [*([(0, bank)] if bank < 128 else []), *controllers]:
            events.append((0, mido.Message("control_change", channel=channel, control=control, value=value)))
        events.append((0, mido.Message("program_change", channel=channel, program=part.instrument.program)))
        for note in part.notes:
            start = beats_to_ticks(note.beat)
            end = max(beats_to_ticks(note.end), start + 1)
            events.append((start, mido.Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity)))
            events.append((end, mido.Message("note_off", channel=channel, note=note.pitch, velocity=0)))
        file.tracks.append(_track(events))
    file.save(str(path))


def section_name(section: SectionPlan) -> str:
    return section.role if section.scene < 0 or section.role == "end" else f"scene {section.scene + 1}: {section.role}"


def _track(events: Sequence[tuple[int, Any]]) -> Any:
    """Absolute ticks → a mido track; at the same tick note-offs come first."""
    import mido

    track = mido.MidiTrack()
    now = 0
    for tick, message in sorted(events, key=lambda e: (e[0], e[1].type != "note_off")):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=0))
    return track


def load_midi(path: Path) -> mido.MidiFile:
    """A file with at least one track. Raises: StoryError if it is missing, too large, damaged or counts no beats."""
    import mido

    hint = "give a standard MIDI file of at most 4 MB"
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise StoryError(f"{path.name} is too large for a MIDI file", hint)
        file = mido.MidiFile(str(path), charset="utf-8")
    except OSError as exc:
        raise StoryError(f"{path.name} is missing or cannot be read: {exc.strerror or exc}", hint) from exc
    except StoryError:
        raise
    except Exception as exc:  # mido lets errors of every kind through
        raise StoryError(f"{path.name} is no MIDI file: {type(exc).__name__}", hint) from exc
    if file.ticks_per_beat <= 0 or not file.tracks:
        raise StoryError(f"{path.name} counts no beats or has no track", hint)
    return file
