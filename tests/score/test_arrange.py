import itertools

import pytest

from story_cli.artifacts import At, Entity, Graph, Mood
from story_cli.errors import StoryError
from story_cli.pacing import film_times
from story_cli.score.arrange import Arrangement, arrange, word_time
from story_cli.score.harmony import outer_parallels
from story_cli.score.melody import motif_steps
from story_cli.score.parts import MusicLibrary

from .made import TEXTS, make_reading, make_scenes, make_story

MOODS = tuple(Mood(scene, s, 0.3, e) for scene, e in enumerate((-0.2, 0.1, 0.0, 0.7, -0.1)) for s in range(2))


def _arranged(music: MusicLibrary, seed: int = 1, graph: Graph | None = None, **prompts) -> Arrangement:
    reading = make_reading()
    times = film_times(reading)
    return arrange(make_story(**prompts), make_scenes(graph), reading, times, MOODS, music, seed)


def _steps(notes) -> tuple[int, ...]:
    pitches = [n.pitch for n in sorted(notes)]
    return tuple(b - a for a, b in itertools.pairwise(pitches))


@pytest.mark.parametrize("theme", ["underwater", "enchanted-forest", "outer-space", "treasure-island"])
@pytest.mark.parametrize(
    "adjective", ["silly", "mysterious", "magical", "brave", "cosy", "exciting", "happy", "spooky"]
)
def test_every_bar_sounds_and_every_note_can_be_played(music: MusicLibrary, theme: str, adjective: str) -> None:
    arranged = _arranged(music, theme=theme, adjectives=(adjective,))
    for note in arranged.notes:
        instrument = music.instruments[note.instrument]
        assert instrument.low <= note.pitch <= instrument.high
        assert 1 <= note.velocity <= 127
        assert 0 <= note.beat < note.end <= arranged.sections[-1].end_beat + 1e-6
    for section in arranged.sections:
        for bar in range(section.bars):
            start = section.start_beat + bar * section.bar_beats
            assert any(n.beat < start + section.bar_beats and n.end > start + 0.05 for n in arranged.notes)


def test_the_hero_is_known_by_the_motif_at_the_end(music: MusicLibrary) -> None:
    for hero, signature in music.signatures.items():
        arranged = _arranged(music, hero=hero)
        end = arranged.sections[-1]
        own = [n for n in arranged.notes if n.stem == "melody" and n.beat >= end.start_beat]
        assert _steps(own) == motif_steps(signature)
        assert {n.instrument for n in own} == {signature.instrument}


def test_the_tune_keeps_a_note_that_another_part_strikes_too(music: MusicLibrary) -> None:
    steps = motif_steps(music.signatures["unicorn"])
    for seed in range(12):  # the castle's sparkle is the unicorn's glockenspiel
        arranged = _arranged(music, seed, hero="unicorn", theme="castle")
        end = arranged.sections[-1]
        assert _steps([n for n in arranged.notes if n.stem == "melody" and n.beat >= end.start_beat]) == steps


def test_the_motif_enters_where_the_hero_is_first_named(music: MusicLibrary) -> None:
    late = Entity("hero", "mermaid", "mermaid", mentions=(At(1, 4),))
    reading = make_reading()
    times = film_times(reading)
    arranged = _arranged(music, graph=Graph("", (late,), (), ()))
    home = arranged.sections[1]
    beat = next(b for b in arranged.motif_beats if home.start_beat <= b < home.end_beat)
    spoken = word_time(reading, times, 0, At(1, 4))
    bar_seconds = (home.end - home.start) / home.bars
    assert spoken is not None
    assert (
        0 <= spoken - arranged.times.seconds(beat) <= bar_seconds + 1e-6 or beat == home.end_beat - 2 * home.bar_beats
    )


def test_same_seed_same_notes_and_other_seeds_differ(music: MusicLibrary) -> None:
    assert _arranged(music, 5).notes == _arranged(music, 5).notes
    scores = {tuple(_arranged(music, seed).notes) for seed in range(6)}
    assert len(scores) == 6


def test_outer_voices_make_no_parallels_from_chord_to_chord(music: MusicLibrary) -> None:
    for seed in range(6):
        arranged = _arranged(music, seed, adjectives=("happy",))
        tune = [n for n in arranged.notes if n.stem == "melody"]
        assert len(arranged.chords) >= sum(s.bars for s in arranged.sections[:-1])
        for section in arranged.sections[1:-1]:
            runs: list[list[tuple[int, int]]] = [[]]
            for chord, bass in arranged.chords:
                if section.start_beat <= chord.beat < section.end_beat:
                    top = [n.pitch for n in tune if n.beat <= chord.beat + 1e-6 and n.end > chord.beat + 1e-6]
                    if top:
                        runs[-1].append((bass, max(top)))
                    else:
                        runs.append([])
            for run in runs:
                assert outer_parallels([b for b, _ in run], [t for _, t in run]) == 0


def test_excitement_makes_notes_denser_and_louder(music: MusicLibrary) -> None:
    arranged = _arranged(music, adjectives=())
    by_scene = {s.scene: [n for n in arranged.notes if s.start_beat <= n.beat < s.end_beat] for s in arranged.sections}
    spans = {s.scene: s.end - s.start for s in arranged.sections}
    calm, climax = by_scene[0], by_scene[3]
    assert len(climax) / spans[3] > len(calm) / spans[0]
    assert sum(n.velocity for n in climax) / len(climax) > sum(n.velocity for n in calm) / len(calm)


@pytest.mark.parametrize("prompts", [{"hero": "walrus"}, {"theme": "volcano"}, {"adjectives": ("grumpy",)}])
def test_unknown_prompts_are_refused_with_the_valid_ones(music: MusicLibrary, prompts) -> None:
    with pytest.raises(StoryError) as caught:
        _arranged(music, **prompts)
    assert "one of" in caught.value.hint


def test_word_times_end_with_the_reading() -> None:
    reading = make_reading()
    times = film_times(reading)
    assert word_time(reading, times, 0, At(0, 0)) == pytest.approx(times.scenes[0].voice + 0.2)
    assert word_time(reading, times, 0, At(9, 0)) is None
    assert word_time(reading, times, len(TEXTS), At(0, 0)) is None


@pytest.mark.parametrize("pace", [0.02, 0.12, 0.9])
def test_very_short_and_very_long_scenes_are_filled(music: MusicLibrary, pace: float) -> None:
    reading = make_reading(pace)
    times = film_times(reading)
    arranged = arrange(make_story(), make_scenes(), reading, times, MOODS, music, 2)
    assert arranged.times.seconds(arranged.sections[-2].end_beat) == pytest.approx(times.end_card.start, abs=1e-6)
    for section in arranged.sections:
        assert any(section.start_beat <= n.beat < section.end_beat for n in arranged.notes)
