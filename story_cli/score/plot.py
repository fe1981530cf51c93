"""Draw a score: piano roll, mood curve, words and effects on one time axis, as a PNG."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from story_cli.artifacts import Reading, Score
from story_cli.pacing import film_times
from story_cli.score.midi import load_midi

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

LEFT_PX = 120
SECOND_PX = 26.0
NOTE_PX = 6
LOW, HIGH = 28, 104  # MIDI notes shown
MOOD_PX = 110
LANE_PX = 13
_COLOURS = (
    *("#3b6fb6", "#c0504d", "#4f9a5b", "#8a63a8", "#d08a2e"),
    *("#3aa6a6", "#b05a8c", "#7a7a3a", "#5c5c5c", "#2e8b57"),
    *("#1f3a5f", "#8c3b1e", "#9aa83a", "#e07aa0", "#6b4a2b", "#00838f"),
)


class PlayedNote(NamedTuple):
    track: str
    start: float
    end: float
    pitch: int
    velocity: int


def read_midi(path: Path) -> list[PlayedNote]:
    """Notes of a MIDI file in seconds, by track name. Raises: StoryError if it cannot be read."""
    import mido

    file = load_midi(path)
    tempos = [(0, 500_000)]
    tick = 0
    for message in file.tracks[0]:
        tick += message.time
        if message.type == "set_tempo":
            tempos.append((tick, message.tempo))

    def seconds(at: int) -> float:
        total, before, tempo = 0.0, 0, 500_000
        for change, value in tempos:
            if change > at:
                break
            total += mido.tick2second(change - before, file.ticks_per_beat, tempo)
            before, tempo = change, value
        return float(total + mido.tick2second(at - before, file.ticks_per_beat, tempo))

    notes: list[PlayedNote] = []
    for track in file.tracks[1:]:
        tick = 0
        open_notes: dict[int, tuple[int, int]] = {}
        for message in track:
            tick += message.time
            if message.type == "note_on" and message.velocity:
                open_notes[message.note] = (tick, message.velocity)
            elif message.type in ("note_off", "note_on") and message.note in open_notes:
                start, velocity = open_notes.pop(message.note)
                notes.append(PlayedNote(track.name, seconds(start), seconds(tick), message.note, velocity))
    return sorted(notes, key=lambda n: n.start)


def plot_score(score: Score, reading: Reading, midi: Path, png: Path) -> None:
    """Write the picture."""
    from PIL import Image, ImageDraw

    notes = read_midi(midi)
    tracks = sorted({n.track for n in notes})
    roll = (HIGH - LOW) * NOTE_PX
    width = int(LEFT_PX + score.duration * SECOND_PX + 20)
    height = 30 + roll + 60 + MOOD_PX + 10 * LANE_PX + 20 * ((len(tracks) + 5) // 6) + 30
    image = Image.new("RGB", (width, height), "#fdfcf8")
    draw = ImageDraw.Draw(image)
    _draw_sections(draw, score, 30, height - 40)
    for note in notes:
        kit = "kit" in note.track
        y = 30 + roll + 4 + (note.pitch % 8) * 6 if kit else 30 + (HIGH - note.pitch) * NOTE_PX
        colour = _faded(_COLOURS[tracks.index(note.track) % len(_COLOURS)], note.velocity)
        x = LEFT_PX + note.start * SECOND_PX
        draw.rectangle((x, y, max(x + 2, LEFT_PX + note.end * SECOND_PX - 1), y + NOTE_PX - 2), fill=colour)
    for pitch in range(36, HIGH, 12):
        y = 30 + (HIGH - pitch) * NOTE_PX
        draw.line((LEFT_PX, y, width, y), fill="#d8d4c8")
        draw.text((LEFT_PX - 34, y - 6), f"C{pitch // 12 - 1}", fill="#888888")
    top = 30 + roll + 60
    _draw_moods(draw, score, reading, top)
    _draw_words(draw, score, reading, top + MOOD_PX + 6)
    for index, track in enumerate(tracks):
        x, y = 10 + (index % 6) * 300, height - 20 * (1 + index // 6)
        draw.rectangle((x, y, x + 10, y + 10), fill=_COLOURS[index % len(_COLOURS)])
        draw.text((x + 16, y), track, fill="#333333")
    image.save(png)


def _draw_sections(draw: ImageDraw, score: Score, top: int, bottom: int) -> None:
    for section in score.sections:
        x, end = (LEFT_PX + t * SECOND_PX for t in (section.start, section.end))
        for bar in range(section.bars):
            at = x + (end - x) * bar / section.bars
            draw.line((at, top, at, bottom), fill="#ece8dc")
        draw.line((x, 4, x, bottom), fill="#999999")
        text = f"{section.name}  {section.key}  {section.tempo_bpm:.0f} bpm  {section.bars} bars"
        text = text if end - x > 200 else section.name
        draw.text((x + 4, 8), text, fill="#333333")


def _draw_moods(draw: ImageDraw, score: Score, reading: Reading, top: int) -> None:
    times = film_times(reading)
    middle = top + MOOD_PX / 2
    draw.line((LEFT_PX, middle, LEFT_PX + score.duration * SECOND_PX, middle), fill="#cccccc")
    for name, colour in (("sad_happy", "#c8811a"), ("calm_exciting", "#b3243c")):
        draw.text((4, top + (10 if name == "sad_happy" else 26)), name.replace("_", "-"), fill=colour)
        points = []
        for mood in score.moods:
            sentence = reading.scenes[mood.scene].sentences[mood.sentence]
            voice = times.scenes[mood.scene].voice
            y = middle - getattr(mood, name) * MOOD_PX / 2
            points += [(LEFT_PX + (voice + t) * SECOND_PX, y) for t in (sentence.start, sentence.end)]
        if len(points) > 1:
            draw.line(points, fill=colour, width=2)


def _draw_words(draw: ImageDraw, score: Score, reading: Reading, top: int) -> None:
    times = film_times(reading)
    lane = 0
    for scene, spoken in enumerate(reading.scenes):
        for sentence in spoken.sentences:
            for word in sentence.words:
                x = LEFT_PX + (times.scenes[scene].voice + word.start) * SECOND_PX
                draw.text((x, top + (lane % 4) * LANE_PX), word.text, fill="#444444")
                lane += 1
    for index, cue in enumerate(score.effects):
        word = reading.scenes[cue.scene].sentences[cue.at.sentence].words[cue.at.word]
        x = LEFT_PX + (times.scenes[cue.scene].voice + word.start + cue.offset) * SECOND_PX
        y = top + (5 + index % 3) * LANE_PX
        draw.ellipse((x - 3, y + 2, x + 3, y + 8), fill="#b3243c")
        draw.text((x + 6, y - 1), f"{cue.effect} {cue.gain_db:.0f} dB", fill="#b3243c")
    for scene, loop in enumerate(score.ambience):
        if loop:
            x = LEFT_PX + times.scenes[scene].start * SECOND_PX + 4
            draw.text((x, top + 8 * LANE_PX), f"~ {loop}", fill="#3b6fb6")


def _faded(colour: str, velocity: int) -> tuple[int, int, int]:
    """Softer notes are paler."""
    share = 0.35 + 0.65 * velocity / 127
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return int(255 - (255 - red) * share), int(255 - (255 - green) * share), int(255 - (255 - blue) * share)
