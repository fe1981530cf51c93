"""From moods, reading times and prompts to all notes of a film's music."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from story_cli.artifacts import At, Mood, Reading, Scenes, Story
from story_cli.errors import StoryError
from story_cli.pacing import FilmTimes
from story_cli.rng import stage_rng
from story_cli.score.devices import Situation, play_devices
from story_cli.score.form import Frame, SectionPlan, TempoMap, choose_frame, plan_sections, tempo_map
from story_cli.score.harmony import SCALES, Chord, harmonise, mend_outer_voices, near_pitch, parse_numeral, pick
from story_cli.score.melody import Slot, Voices, degree_pitch, plan_slots, state_motif, write_tune
from story_cli.score.mood import Feeling
from story_cli.score.motifs import unlike_others
from story_cli.score.notes import Note, bounded_velocity, swung
from story_cli.score.parts import Device, Figure, Instrument, MusicLibrary, Palette, Signature
from story_cli.score.songbook import place_melodies
from story_cli.score.texture import (
    Band,
    Taste,
    bass_pitches,
    bass_range,
    choose_layers,
    drum_note,
    write_bass,
    write_figure,
    write_pad,
    write_rhythm,
)
from story_cli.text import sentences
from story_cli.units import beats_to_seconds

_SWING = 0.6
_MAJOR_SUPPORT = ("I", "vi", "IV", "V", "ii", "iii")
_MINOR_SUPPORT = ("i", "bVI", "iv", "V", "bIII", "bVII")


class Ensemble(NamedTuple):
    voices: Voices
    band: Band


class Written(NamedTuple):
    """One section's notes, the bars in which the motif begins, and the chords with the bass's pitch on each."""

    notes: list[Note]
    motif_bars: list[int]
    chords: list[tuple[Chord, int]]


class Arrangement(NamedTuple):
    frame: Frame
    sections: list[SectionPlan]
    notes: list[Note]
    times: TempoMap
    motif_beats: list[float]  # where statements of the motif begin
    chords: list[tuple[Chord, int]]  # and the bass's pitch on each


def arrange(
    story: Story,
    scenes: Scenes,
    reading: Reading,
    times: FilmTimes,
    moods: Sequence[Mood],
    library: MusicLibrary,
    seed: int,
    tempo: float = 1.0,
) -> Arrangement:
    """Compose; `tempo` scales what theme and mood ask for.

    Raises: StoryError for a theme, hero or adjective that the music library does not know.
    """
    palette, signature, devices = _materials(story, moods, library, stage_rng(seed, "score", "palette"))
    happiness = sum(m.sad_happy for m in moods) / max(1, len(moods))
    frame = choose_frame(palette, devices, happiness, stage_rng(seed, "score", "frame"))
    sections = plan_sections(times, moods, frame, palette, devices, stage_rng(seed, "score", "form"), tempo)
    ensemble = _ensemble(palette, signature, devices, library, stage_rng(seed, "score", "ensemble"))
    writer = _Arranger(story.theme, palette, signature, devices, library, ensemble)
    notes: list[Note] = []
    motif_beats: list[float] = []
    chords: list[tuple[Chord, int]] = []
    for index, section in enumerate(sections):
        rng = stage_rng(seed, "score", "section", index)
        following = sections[index + 1] if index + 1 < len(sections) else None
        spoken = _spoken_shares(section, reading, times)
        entrance = _entrance(section, story, scenes, reading, times)
        written = writer.section(section, following, spoken, entrance, rng)
        notes += written.notes
        chords += written.chords
        motif_beats += [section.start_beat + bar * section.bar_beats for bar in written.motif_bars]
    if _swings(devices, frame, stage_rng(seed, "score", "swing")):
        notes = [swung(note, _SWING) for note in notes]
    notes = unlike_others(notes, signature, library.signatures.values(), library.instruments)
    playable = _tidy(notes, sections[-1].end_beat, library)
    return Arrangement(frame, sections, playable, tempo_map(sections), motif_beats, chords)


def _swings(devices: Sequence[Device], frame: Frame, rng: random.Random) -> bool:
    """Whether quavers swing: an adjective asks for it, the metre has them, and the dice agree."""
    return any("swing" in d.tricks for d in devices) and frame.metre != "6/8" and rng.random() < 0.6


def _materials(
    story: Story, moods: Sequence[Mood], library: MusicLibrary, rng: random.Random
) -> tuple[Palette, Signature, list[Device]]:
    """The theme's palette that fits the story's mood, the hero's signature, the adjectives' devices. Draws from rng."""
    if story.theme not in library.palettes:
        raise StoryError(f"there is no music for the theme {story.theme!r}", f"one of: {', '.join(library.palettes)}")
    if story.hero not in library.signatures:
        raise StoryError(f"there is no motif for the hero {story.hero!r}", f"one of: {', '.join(library.signatures)}")
    unknown = [a for a in story.adjectives if a not in library.devices]
    if unknown:
        raise StoryError(f"the music does not know how to be {unknown[0]!r}", f"one of: {', '.join(library.devices)}")
    devices = [library.devices[a] for a in story.adjectives]
    count = max(1, len(moods))
    feeling = Feeling(sum(m.sad_happy for m in moods) / count, sum(m.calm_exciting for m in moods) / count)
    palettes = library.palettes[story.theme]
    return palettes[pick(palettes, feeling, rng)], library.signatures[story.hero], devices


def _ensemble(
    palette: Palette, signature: Signature, devices: Sequence[Device], library: MusicLibrary, rng: random.Random
) -> Ensemble:
    """Instruments for the whole story: the palette's, an adjective's own with even odds, all of them different."""
    taken = {signature.instrument}

    def choose(role: str, offered: tuple[str, ...]) -> Instrument:
        extra = [name for d in devices for name in d.instruments.get(role, ()) if name not in taken]
        own = [name for name in offered if name not in taken] or list(offered)
        weights = [2.0 ** (-i) for i in range(len(own))]
        name = rng.choice(extra) if extra and rng.random() < 0.6 else rng.choices(own, weights)[0]
        taken.add(name)
        return library.instruments[name]

    hero = library.instruments[signature.instrument]
    lead, answer = choose("lead", palette.lead), choose("answer", palette.answer)
    band = Band(
        choose("pad", palette.pad),
        choose("figure", palette.figure),
        choose("bass", palette.bass),
        choose("sparkle", palette.sparkle),
    )
    brave = any("fanfare" in d.tricks for d in devices)
    climax = library.instruments["trumpet" if brave and hero.id != "trumpet" else "french_horn"]
    if hero.id == climax.id or (not brave and rng.random() < 0.4):
        climax = lead
    return Ensemble(Voices(hero, lead, answer, climax), band)


class _Arranger:
    """Writes one section after the other; remembers the bass's last pitch so that lines join."""

    def __init__(
        self,
        theme: str,
        palette: Palette,
        signature: Signature,
        devices: Sequence[Device],
        library: MusicLibrary,
        ensemble: Ensemble,
    ) -> None:
        self.signature = signature
        self.library = library
        self.ensemble = ensemble
        self.tricks = [trick for device in devices for trick in device.tricks]
        prefer = tuple(tag for device in devices for tag in device.prefer)
        self.taste = Taste(theme, prefer, palette.percussion, frozenset(self.tricks))
        self.last_bass: int | None = None

    def section(
        self,
        section: SectionPlan,
        following: SectionPlan | None,
        spoken: Sequence[float],
        entrance: int,
        rng: random.Random,
    ) -> Written:
        """Notes, motif and chords of a section."""
        voices, band = self.ensemble
        if section.role == "end":
            return Written(self._end_card(section, rng), [0], [])
        bars, blocks = harmonise(section, following, self.library, self.taste.theme, self.taste.tricks, rng)
        slots = plan_slots(section, entrance, spoken, rng)
        stretch = 2.0 if section.role == "climax" and section.bars >= 4 else 1.0
        for bar, slot in enumerate(slots):
            if slot == "motif":
                _support_motif(bars, section, bar, self.signature, stretch)
        chords = [c for bar in bars for c in bar]
        pitches = dict(zip([c.beat for c in chords], bass_pitches(chords, band.bass, self.last_bass), strict=True))
        self.last_bass = pitches[chords[-1].beat]
        now = Situation(section, bars, spoken, band.sparkle, band.bass, self.library, rng)
        if section.role == "title":
            head = state_motif(section, 0, self.signature, band.sparkle, 66)
            notes = [n for n in head if n.beat < section.end_beat - 0.25]
            notes += write_pad(section, chords, band.pad)
            notes += write_bass(section, bars, pitches, _still_bass(self.library, section), band.bass)
            return Written(notes + play_devices(self.tricks, now), [0], [(c, pitches[c.beat]) for c in chords])
        placed = place_melodies(section, blocks, bars, _taken(slots), spoken, self.library, rng)
        tune = write_tune(section, bars, slots, pitches, spoken, self.signature, voices, self.library, rng, placed)
        pitches = _mended(chords, pitches, tune.notes, band.bass)
        self.last_bass = pitches[chords[-1].beat]
        under = self._under(section, bars, chords, pitches, spoken, rng)
        notes = [*tune.notes, *under, *play_devices(self.tricks, now)]
        if section.role == "climax":
            notes += [
                drum_note("belltree", section.start_beat, 52, self.library),
                drum_note("splash", section.start_beat, 46, self.library),
            ]
        return Written(notes, tune.motif_bars, [(c, pitches[c.beat]) for c in chords])

    def _under(
        self,
        section: SectionPlan,
        bars: Sequence[Sequence[Chord]],
        chords: Sequence[Chord],
        pitches: dict[float, int],
        spoken: Sequence[float],
        rng: random.Random,
    ) -> list[Note]:
        """Bass, pad, figure and percussion of a scene."""
        band = self.ensemble.band
        layers = choose_layers(section, self.library, self.taste, band.figure.sustains, rng)
        notes = write_bass(section, bars, pitches, layers.bass, band.bass)
        notes += write_pad(section, chords, band.pad)
        if layers.figures:
            notes += write_figure(section, bars, layers.figures, band.figure, spoken, rng)
        if layers.rhythm is not None:
            notes += write_rhythm(section, layers.rhythm, self.library, spoken, rng)
        return notes

    def _end_card(self, section: SectionPlan, rng: random.Random) -> list[Note]:
        """The landing: tonic on the first beat, the motif whole in major, a held chord under its last note."""
        voices, band = self.ensemble
        beats = section.bar_beats
        chords = [
            parse_numeral(name, section.tonic, "major", section.start_beat + i * beats, beats)
            for i, name in enumerate(("I", "I"))
        ]
        notes = state_motif(section, 0, self.signature, voices.hero, 82, literal_scale=SCALES["major"])
        ring = section.end_beat - (section.start_beat + beats)
        notes[-1] = notes[-1]._replace(beats=ring * 0.8)
        for chord in chords:
            low = near_pitch(chord.root, self.last_bass or 40, band.bass.best[0], band.bass.best[1])
            notes.append(Note("accompaniment", band.bass.id, chord.beat, beats * 0.8, low, 66))
        notes += write_pad(section, chords, band.pad)
        final = section.start_beat + beats
        high = band.sparkle.best[1]
        tones = [p for p in range(high - 26, high) if p % 12 in chords[0].tones][:6]
        notes += [
            Note("accompaniment", band.sparkle.id, final + 0.125 * i, 1.5, p, bounded_velocity(46 + 3 * i))
            for i, p in enumerate(tones)
        ]
        notes += play_devices(
            self.tricks,
            Situation(section, [[c] for c in chords], [0.0, 0.0], band.sparkle, band.bass, self.library, rng),
        )
        return [*notes, drum_note("triangle", final, 50, self.library)]


def _taken(slots: Sequence[Slot]) -> list[bool]:
    """Bars that the motif and the long last note after it need."""
    motif = [i for i, slot in enumerate(slots) if slot == "motif"]
    return [slot == "motif" or (bar - 1 in motif) for bar, slot in enumerate(slots)]


def _mended(
    chords: Sequence[Chord], pitches: dict[float, int], tune: Sequence[Note], bass: Instrument
) -> dict[float, int]:
    """Bass pitches by chord beat, mended against the tune's note at each chord."""
    tops = [
        max((n.pitch for n in tune if n.beat <= c.beat + 1e-6 and n.end > c.beat + 1e-6), default=None) for c in chords
    ]
    beats = [chord.beat for chord in chords]
    mended = mend_outer_voices(chords, [pitches[b] for b in beats], tops, *bass_range(bass))
    return dict(zip(beats, mended, strict=True))


def _still_bass(library: MusicLibrary, section: SectionPlan) -> Figure:
    return next(f for f in library.figures if f.role == "bass" and "still" in f.tags and section.metre in f.metres)


def _support_motif(
    bars: list[list[Chord]], section: SectionPlan, start: int, signature: Signature, stretch: float
) -> None:
    """Chords under a statement of the motif: the tonic first, then whatever holds most of what sounds."""
    scale = SCALES[section.mode]
    names = _MAJOR_SUPPORT if scale[2] == 4 else _MINOR_SUPPORT
    beat = 0.0
    weights: dict[int, dict[int, float]] = {}
    for degree, length in zip(signature.degrees, signature.lengths[section.metre], strict=True):
        bar = start + int(beat * stretch / section.bar_beats + 1e-6)
        tone = degree_pitch(degree, section.tonic, scale) % 12
        weights.setdefault(bar, {}).setdefault(tone, 0.0)
        weights[bar][tone] += min(length, section.bar_beats)
        beat += length
    for bar, tones in weights.items():
        if bar >= len(bars) - (1 if section.role != "title" else 0):
            continue
        at = section.start_beat + bar * section.bar_beats
        options = [parse_numeral(n, section.tonic, section.mode, at, section.bar_beats) for n in names]
        held = [sum(w for tone, w in tones.items() if tone in option.tones) for option in options]
        best = 0 if bar == start else max(range(len(options)), key=lambda i: (held[i], -i))
        bars[bar] = [options[best]]


def word_time(reading: Reading, times: FilmTimes, scene: int, at: At) -> float | None:
    """When a word begins in the film, or None when the reading has no such word."""
    if scene >= len(reading.scenes) or at.sentence >= len(reading.scenes[scene].sentences):
        return None
    words = reading.scenes[scene].sentences[at.sentence].words
    return times.scenes[scene].voice + words[at.word].start if at.word < len(words) else None


def _entrance(section: SectionPlan, story: Story, scenes: Scenes, reading: Reading, times: FilmTimes) -> int:
    """Bar of the hero's first mention in the first scene; 0 where nobody says it; −1 in other sections."""
    if section.role != "home":
        return -1
    places: list[At] = []
    if scenes.scenes:
        places = [m for e in scenes.scenes[0].graph.entities if e.id == "hero" for m in e.mentions]
    if not places:
        wanted = {story.hero_name.lower(), story.hero.lower()} - {""}
        places = [
            At(i, j)
            for i, sentence in enumerate(sentences(story.scenes[0].text))
            for j, word in enumerate(sentence.words)
            if word.text.strip(".,!?\"'“”’;:").lower() in wanted
        ]
    seconds = [t for t in (word_time(reading, times, 0, at) for at in places) if t is not None]
    return section.bar_of(min(seconds)) if seconds else 0


def _spoken_shares(section: SectionPlan, reading: Reading, times: FilmTimes) -> list[float]:
    """The share of each bar in which the narrator speaks, 0 … 1."""
    if section.role == "end":
        return [0.0] * section.bars
    scene = reading.title if section.role == "title" else reading.scenes[section.scene]
    voice = times.title.voice if section.role == "title" else times.scenes[section.scene].voice
    spans = [(voice + s.start, voice + s.end) for s in scene.sentences]
    bar = beats_to_seconds(section.bar_beats, section.tempo_bpm)
    shares = []
    for index in range(section.bars):
        begin, end = section.start + index * bar, section.start + (index + 1) * bar
        shares.append(min(1.0, sum(max(0.0, min(end, b) - max(begin, a)) for a, b in spans) / bar))
    return shares


def _tidy(notes: Sequence[Note], end_beat: float, library: MusicLibrary) -> list[Note]:
    """Inside the film and the instruments' ranges; a repeated pitch ends before it begins again, and where two parts
    strike the same one together the tune keeps it."""
    kept: list[Note] = []
    sounding: dict[tuple[str, int], int] = {}
    for note in sorted(notes, key=lambda n: (n.beat, n.stem != "melody", n.stem, n.instrument, n.pitch, n.beats)):
        instrument = library.instruments[note.instrument]
        if note.beat < 0 or note.beat >= end_beat or not instrument.low <= note.pitch <= instrument.high:
            continue
        note = note._replace(beats=min(note.beats, end_beat - note.beat))
        key = (note.instrument, note.pitch)
        before = sounding.get(key)
        if before is not None:
            if kept[before].beat > note.beat - 1e-6:
                continue
            if kept[before].end > note.beat:
                kept[before] = kept[before]._replace(beats=note.beat - kept[before].beat)
        sounding[key] = len(kept)
        kept.append(note)
    return kept
