"""From spans of film to sections of music: key, mode, whole bars, and the tempo at which they fill the span exactly.

Every section ends where its scene ends, so phrase ends and cuts agree by construction; what is chosen is how many
bars fit at a tempo near the one that the mood asks for, without jumps between neighbours.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Literal, NamedTuple

from story_cli.artifacts import Mood
from story_cli.pacing import FilmTimes, Span
from story_cli.score.mood import Feeling
from story_cli.score.parts import BAR_BEATS, Device, Metre, Mode, Palette
from story_cli.units import beats_to_seconds, seconds_to_beats

Role = Literal["title", "home", "turn", "trial", "climax", "return", "end"]
_FELT_TEMPO: dict[Metre, float] = {"4/4": 1.0, "3/4": 1.15, "6/8": 1.25}  # three-beat bars carry quicker quarters
_DARKER: dict[Mode, Mode] = {"major": "minor", "lydian": "dorian", "mixolydian": "dorian"}
_RITARDANDO = 0.86  # tempo of the last scene's last bar, relative to the bars before
_END_SHARE = (0.5, 0.66)  # the last note falls within this share of the end card


class Frame(NamedTuple):
    """The story's own key and metre."""

    tonic: int
    mode: Mode
    metre: Metre


class SectionPlan(NamedTuple):
    """A section before it has notes. Beats and seconds count from the film's start."""

    role: Role
    scene: int
    start: float
    end: float
    start_beat: float
    bars: int
    tempo_bpm: float
    tonic: int
    mode: Mode
    metre: Metre
    feeling: Feeling

    @property
    def bar_beats(self) -> float:
        return BAR_BEATS[self.metre]

    @property
    def end_beat(self) -> float:
        return self.start_beat + self.bars * self.bar_beats

    @property
    def energy(self) -> float:
        """calm–exciting as 0 … 1."""
        return (self.feeling.calm_exciting + 1.0) / 2.0

    def bar_of(self, seconds: float) -> int:
        """The bar that sounds at a time, clamped to the section."""
        beat = seconds_to_beats(seconds - self.start, self.tempo_bpm)
        return max(0, min(self.bars - 1, int(beat / self.bar_beats)))


class TempoChange(NamedTuple):
    beat: float
    seconds: float
    bpm: float


class TempoMap:
    """Beats from the film's start ↔ seconds, by pieces of constant tempo."""

    def __init__(self, changes: Sequence[TempoChange]) -> None:
        self.changes = tuple(changes)

    def seconds(self, beat: float) -> float:
        piece = next((c for c in reversed(self.changes) if c.beat <= beat + 1e-9), self.changes[0])
        return piece.seconds + beats_to_seconds(beat - piece.beat, piece.bpm)


def choose_frame(palette: Palette, devices: Sequence[Device], happiness: float, rng: random.Random) -> Frame:
    """Tonic, mode and metre by the palette's weights, the adjectives' and the story's happiness (−1 … 1)."""
    bright = {"lydian": 0.6, "major": 0.8, "mixolydian": 0.4, "dorian": -0.5, "minor": -0.9}
    weights = {}
    for mode, weight in palette.mode_weights.items():
        scale = math.prod(device.mode_scale.get(mode, 1.0) for device in devices)
        weights[mode] = weight * scale * math.exp(1.2 * bright[mode] * happiness)
    mode = rng.choices(list(weights), list(weights.values()))[0]
    metre = rng.choices(list(palette.metre_weights), list(palette.metre_weights.values()))[0]
    return Frame(rng.choice(palette.tonics), mode, metre)


def mean_feeling(moods: Sequence[Mood], scene: int) -> Feeling:
    """A scene's mood; (0, 0) where the scene has no sentence."""
    own = [m for m in moods if m.scene == scene]
    count = max(1, len(own))
    return Feeling(sum(m.sad_happy for m in own) / count, sum(m.calm_exciting for m in own) / count)


def scene_roles(count: int) -> list[Role]:
    """Home first, return last, climax before it; a turn and trials between."""
    if count <= 2:
        short: list[Role] = ["home", "return"]
        return short[:count]
    trials: list[Role] = ["trial"] * (count - 4)
    middle: list[Role] = ["turn", *trials, "climax"]
    return ["home", *middle[-(count - 2) :], "return"]


def plan_sections(
    times: FilmTimes,
    moods: Sequence[Mood],
    frame: Frame,
    palette: Palette,
    devices: Sequence[Device],
    rng: random.Random,
    tempo_scale: float = 1.0,
) -> list[SectionPlan]:
    """Title, one section a scene, end card. Draws from rng."""
    roles = scene_roles(len(times.scenes))
    feelings = [_lifted(mean_feeling(moods, i), role) for i, role in enumerate(roles)]
    spans = [times.title, *times.scenes]
    wishes = [tempo_scale * _wished_tempo(palette, devices, f, frame.metre) for f in feelings]
    jitter = rng.uniform(0.95, 1.06)
    wishes = [(wishes[0] if wishes else palette.tempo[0] * tempo_scale) * 0.94, *wishes]
    bars = _choose_bars(spans, [w * jitter for w in wishes], BAR_BEATS[frame.metre])
    keys = _choose_keys(roles, feelings, frame, devices, rng)
    sections: list[SectionPlan] = []
    beat = 0.0
    names: list[Role] = ["title", *roles]
    all_feelings = [feelings[0] if feelings else Feeling(0.0, 0.0), *feelings]
    for index, (span, count) in enumerate(zip(spans, bars, strict=True)):
        tempo = seconds_to_beats(1.0, 60.0) * count * BAR_BEATS[frame.metre] * 60.0 / (span.end - span.start)
        tonic, mode = keys[index]
        sections.append(
            SectionPlan(
                names[index],
                index - 1,
                span.start,
                span.end,
                beat,
                count,
                tempo,
                tonic,
                mode,
                frame.metre,
                all_feelings[index],
            )
        )
        beat = sections[-1].end_beat
    return [*sections, _end_section(times.end_card, sections[-1], frame, len(times.scenes))]


def tempo_map(sections: Sequence[SectionPlan]) -> TempoMap:
    """One piece a section. The last scene slows in its last bar and is a little quicker before, so that it still fills
    its span; the end card's held last bar has its own tempo."""
    changes: list[TempoChange] = []
    for section in sections:
        if section.role == "return" and section.bars >= 4:
            tempo = section.tempo_bpm * (section.bars - 1 + 1 / _RITARDANDO) / section.bars
            last = section.end_beat - section.bar_beats
            turn = section.start + beats_to_seconds(last - section.start_beat, tempo)
            changes.append(TempoChange(section.start_beat, section.start, tempo))
            changes.append(TempoChange(last, turn, tempo * _RITARDANDO))
        else:
            changes.append(TempoChange(section.start_beat, section.start, section.tempo_bpm))
    end = sections[-1]
    last_bar = end.start + beats_to_seconds(end.bar_beats, end.tempo_bpm)
    held = end.bar_beats * 60.0 / (end.end - last_bar)
    changes.append(TempoChange(end.start_beat + end.bar_beats, last_bar, held))
    return TempoMap(changes)


def _end_section(span: Span, before: SectionPlan, frame: Frame, scene: int) -> SectionPlan:
    """The motif's bar and a held one. Always in a key with a major third: children's stories end well."""
    beats = BAR_BEATS[frame.metre]
    length = span.end - span.start
    slowest, quickest = (beats * 60.0 / (share * length) for share in reversed(_END_SHARE))
    tempo = min(quickest, max(slowest, before.tempo_bpm))
    return SectionPlan(
        "end",
        scene,
        span.start,
        span.end,
        before.end_beat,
        2,
        tempo,
        frame.tonic,
        "major",
        frame.metre,
        Feeling(0.4, 0.0),
    )


def _lifted(feeling: Feeling, role: Role) -> Feeling:
    """The story's arc on top of its words: the climax is the most exciting scene, the return calmer."""
    lift = {"climax": 0.35, "trial": 0.1, "return": -0.1, "home": -0.1}.get(role, 0.0)
    return Feeling(feeling.sad_happy, max(-1.0, min(1.0, feeling.calm_exciting + lift)))


def _wished_tempo(palette: Palette, devices: Sequence[Device], feeling: Feeling, metre: Metre) -> float:
    low, high = palette.tempo
    scale = math.prod(device.tempo_scale for device in devices)
    return ((low + high) / 2 + feeling.calm_exciting * (high - low) / 2) * scale * _FELT_TEMPO[metre]


def _choose_bars(spans: Sequence[Span], wishes: Sequence[float], bar_beats: float) -> list[int]:
    """Whole bars a span so that tempo stays near its wish and near its neighbour; pairs of bars preferred.

    Viterbi over the bar counts within ±45 % of the wish. Costs are squared log ratios.
    """
    paths: dict[float, tuple[float, list[int]]] = {0.0: (0.0, [])}
    for index, (span, wish) in enumerate(zip(spans, wishes, strict=True)):
        length = span.end - span.start
        ideal = length * wish / 60.0 / bar_beats
        counts = range(max(1, math.floor(ideal / 1.45)), max(1, math.ceil(ideal * 1.45)) + 1)
        found: dict[float, tuple[float, list[int]]] = {}
        for count in counts:
            tempo = count * bar_beats * 60.0 / length
            shape = 0.0 if count % 4 == 0 else (0.004 if count % 2 == 0 else 0.016)
            own = (1.0 if index else 0.2) * math.log(tempo / wish) ** 2 + (shape if index else 0.0)
            best = min(
                (cost + own + (0.5 * math.log(tempo / before) ** 2 if before else 0.0), path)
                for before, (cost, path) in paths.items()
            )
            found[tempo] = (best[0], [*best[1], count])
        paths = found
    return min(paths.values())[1]


def _choose_keys(
    roles: Sequence[Role], feelings: Sequence[Feeling], frame: Frame, devices: Sequence[Device], rng: random.Random
) -> list[tuple[int, Mode]]:
    """Key of the title and of each scene: home at both ends, away in the middle, lifted at the climax."""
    tricks = {trick for device in devices for trick in device.tricks}
    keys: list[tuple[int, Mode]] = [(frame.tonic, frame.mode)]
    for role, feeling in zip(roles, feelings, strict=True):
        tonic, mode = frame.tonic, frame.mode
        if role == "trial":
            tonic += rng.choice((0, 5, 7) if "warm" in tricks else (0, 5, -2, 7))
        if role == "climax":
            tonic += rng.choice((2, 3)) if "lift" in tricks else rng.choice((0, 2, 5))
        if feeling.sad_happy < -0.3 and role != "return":
            mode = _DARKER.get(mode, mode)
        if role == "return" and mode in ("minor", "dorian") and "creep" not in tricks and "open_end" not in tricks:
            mode = "major"
        keys.append((tonic % 12, mode))
    return keys
