"""The score stage: story, scenes and reading times in; music, stems, MIDI and effect cues out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from story_cli.artifacts import EffectCue, Reading, Scenes, Score, Section, Story
from story_cli.pacing import FilmTimes, film_times
from story_cli.rng import stage_rng
from story_cli.score.arrange import Arrangement, arrange, word_time
from story_cli.score.effects import choose_ambience, load_sounds, place_effects
from story_cli.score.melody import motif_steps
from story_cli.score.midi import parts_of, section_name, write_midi
from story_cli.score.mood import load_mood_model, story_moods
from story_cli.score.notes import Stem
from story_cli.score.parts import MusicLibrary, load_music
from story_cli.settings import ScoreSettings
from story_cli.sound import read_wave, write_wave
from story_cli.units import SAMPLE_RATE_HZ, decibels_to_gain, seconds_to_samples

MUSIC_LUFS = -20.0  # before ducking
_FADE_SECONDS = 0.7
_STEMS: tuple[Stem, ...] = ("melody", "accompaniment", "percussion")
_PITCH_NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")


class ScoreLibrary(Protocol):
    """What this stage needs of story_cli.catalogue.Library."""

    @property
    def root(self) -> Path: ...


class ScoreFolder(Protocol):
    """What this stage needs of story_cli.store.StageFolder."""

    def music(self) -> Path: ...

    def midi(self) -> Path: ...

    def stem(self, name: str) -> Path: ...


def compose_score(
    story: Story,
    scenes: Scenes,
    reading: Reading,
    settings: ScoreSettings,
    library: ScoreLibrary,
    seed: int,
    out: ScoreFolder,
) -> Score:
    """Compose, synthesise and write the score. Raises StoryError for unknown prompts or a missing soundfont."""
    music = load_music(library.root / "music")
    times = film_times(reading)
    devices = [music.devices[a] for a in story.adjectives if a in music.devices]
    shifts = [(device.sad_happy, device.calm_exciting) for device in devices]
    shifts.append((settings.sad_happy, settings.calm_exciting))
    moods = story_moods(story, load_mood_model(library.root / "music" / "mood"), shifts)
    arrangement = arrange(story, scenes, reading, times, moods, music, seed, settings.tempo)
    _write_sound(arrangement, music, settings, times.duration, story.title, out)
    sounds = load_sounds(library.root / "sounds")
    cues: tuple[EffectCue, ...] = ()
    ambience = tuple("" for _ in story.scenes)
    if settings.effects:
        cues = place_effects(story, scenes.scenes, reading, moods, sounds, stage_rng(seed, "score", "effects"))
        ambience = choose_ambience(story, scenes.scenes, sounds)
    _write_effects(cues, reading, times, library.root / "sounds", out)
    sections = tuple(
        Section(
            section_name(s),
            s.scene,
            round(s.start, 6),
            round(s.end, 6),
            s.bars,
            round(s.tempo_bpm, 3),
            f"{_PITCH_NAMES[s.tonic]} {s.mode}",
        )
        for s in arrangement.sections
    )
    home = next((s for s in sections if s.scene == 0), sections[0])
    return Score(
        key=f"{_PITCH_NAMES[arrangement.frame.tonic]} {arrangement.frame.mode}",
        tempo_bpm=home.tempo_bpm,
        duration=round(times.duration, 6),
        motif=motif_steps(music.signatures[story.hero]),
        instruments=tuple(sorted({n.instrument for n in arrangement.notes})) if settings.music else (),
        sections=sections,
        moods=moods,
        effects=cues,
        ambience=ambience,
    )


def _write_sound(
    arrangement: Arrangement, music: MusicLibrary, settings: ScoreSettings, seconds: float, title: str, out: ScoreFolder
) -> None:
    import numpy

    from story_cli.score.loudness import levelling_gain
    from story_cli.score.synth import find_soundfont, render_stems

    parts = parts_of(arrangement.notes if settings.music else [], music)
    write_midi(out.midi(), parts, arrangement.sections, arrangement.times, title)
    by_stem = [[p for p in parts if p.stem == stem] for stem in _STEMS]
    soundfont = find_soundfont(settings.soundfont) if settings.music else Path()
    sounds = render_stems(by_stem, arrangement.times, seconds, soundfont)
    mix = sounds[0] + sounds[1] + sounds[2]
    gain = levelling_gain(mix, MUSIC_LUFS)
    fade = int(_FADE_SECONDS * SAMPLE_RATE_HZ)
    gain[-fade:, 0] *= (0.5 + 0.5 * numpy.cos(numpy.linspace(0.0, numpy.pi, fade))).astype(numpy.float32)
    write_wave(out.music(), mix * gain, SAMPLE_RATE_HZ)
    for stem, sound in zip(_STEMS, sounds, strict=True):
        write_wave(out.stem(stem), sound * gain, SAMPLE_RATE_HZ)


def _write_effects(
    cues: Sequence[EffectCue], reading: Reading, times: FilmTimes, folder: Path, out: ScoreFolder
) -> None:
    """The effects alone at the read-ahead times, as a stem for people who mix elsewhere; render mixes from the cues."""
    import numpy

    total = numpy.zeros((seconds_to_samples(times.duration), 2), numpy.float32)
    for cue in cues:
        start = word_time(reading, times, cue.scene, cue.at)
        if start is None:
            continue
        sound = read_wave(folder / f"{cue.effect}.wav", SAMPLE_RATE_HZ) * decibels_to_gain(cue.gain_db)
        begin = max(0, seconds_to_samples(start + cue.offset))
        count = min(len(sound), len(total) - begin)
        total[begin : begin + count] += sound[:count]
    write_wave(out.stem("effects"), total, SAMPLE_RATE_HZ)
