import itertools
import random

from story_cli.score.form import SectionPlan
from story_cli.score.harmony import harmonise
from story_cli.score.melody import Voices, degree_pitch, motif_steps, plan_slots, state_motif, write_tune
from story_cli.score.mood import Feeling
from story_cli.score.parts import MusicLibrary

MAJOR = (0, 2, 4, 5, 7, 9, 11)
HOME = SectionPlan("home", 0, 0.0, 24.0, 0.0, 8, 80.0, 0, "major", "4/4", Feeling(0.2, 0.1))


def test_degrees_run_over_octaves() -> None:
    assert [degree_pitch(d, 0, MAJOR) for d in (0, 4, 7, 8, -1, -3)] == [0, 7, 12, 14, -1, -5]


def test_the_motif_is_stated_in_range_and_in_time(music: MusicLibrary) -> None:
    for hero, signature in music.signatures.items():
        instrument = music.instruments[signature.instrument]
        for metre in ("4/4", "3/4", "6/8"):
            section = HOME._replace(metre=metre)
            notes = state_motif(section, 1, signature, instrument, 80)
            assert notes[0].beat == section.bar_beats, hero
            assert notes[-1].beat == 2 * section.bar_beats, hero
            assert all(instrument.low <= n.pitch <= instrument.high for n in notes), hero
            steps = tuple(b.pitch - a.pitch for a, b in itertools.pairwise(notes))
            assert steps == motif_steps(signature), hero


def test_the_first_scene_waits_for_the_hero(music: MusicLibrary) -> None:
    slots = plan_slots(HOME, 3, [0.9] * 8, random.Random(1))
    assert slots[3] == "motif"
    assert set(slots[:3]) <= {"rest", "fill"}
    assert slots[-1] == "cadence"


def test_the_tune_keeps_to_chords_scale_and_range(music: MusicLibrary) -> None:
    signature = music.signatures["fox"]
    names = ("clarinet", "flute", "oboe", "french_horn")
    voices = Voices(*(music.instruments[name] for name in names))
    for seed in range(8):
        rng = random.Random(seed)
        bars = harmonise(HOME, None, music, "castle", frozenset(), rng).bars
        spoken = [0.5] * HOME.bars
        slots = plan_slots(HOME, 0, spoken, rng)
        bass = {c.beat: 36 + c.bass for bar in bars for c in bar}
        tune = write_tune(HOME, bars, slots, bass, spoken, signature, voices, music, rng)
        assert 0 in tune.motif_bars
        for note in tune.notes[len(signature.degrees) :]:
            instrument = music.instruments[note.instrument]
            assert instrument.low <= note.pitch <= instrument.high
            chord = next(c for bar in bars for c in reversed(bar) if c.beat <= note.beat < c.beat + c.beats)
            assert note.pitch % 12 in chord.scale
            if note.beat % 4 == 0:
                assert note.pitch % 12 in chord.tones
        leaps = [abs(b.pitch - a.pitch) for a, b in zip(tune.notes, tune.notes[1:], strict=False)]
        assert max(leaps) <= 24


def test_the_climax_doubles_lengths_and_instruments(music: MusicLibrary) -> None:
    climax = HOME._replace(role="climax")
    signature = music.signatures["mermaid"]
    voices = Voices(*(music.instruments[name] for name in ("flute", "clarinet", "oboe", "french_horn")))
    rng = random.Random(2)
    bars = harmonise(climax, None, music, "castle", frozenset(), rng).bars
    slots = plan_slots(climax, -1, [0.5] * 8, rng)
    bass = {c.beat: 36 + c.bass for bar in bars for c in bar}
    notes = write_tune(climax, bars, slots, bass, [0.5] * 8, signature, voices, music, rng).notes
    horn = [n for n in notes if n.instrument == "french_horn"]
    assert [n.beat for n in horn][: len(signature.degrees)] == [0, 3, 4, 6, 8]
    first = {n.instrument: n.pitch for n in notes if n.beat == 0}
    assert set(first) == {"french_horn", "flute"}
    assert first["flute"] - first["french_horn"] >= 12
