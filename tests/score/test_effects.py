import random
import wave

import pytest

from story_cli.artifacts import Action, At, Entity, Graph, Mood
from story_cli.catalogue import Library, library_root
from story_cli.errors import StoryError
from story_cli.score.effects import (
    APART_SECONDS,
    GAP_DB,
    UNDER_VOICE_DB,
    SoundLibrary,
    choose_ambience,
    load_sounds,
    match_scene,
    place_effects,
    word_forms,
)

from .made import make_reading, make_scenes, make_story

MOODS = tuple(Mood(scene, s, 0.0, 0.0) for scene in range(5) for s in range(2))


def _cues(sounds: SoundLibrary, graph: Graph | None = None, seed: int = 1):
    return place_effects(make_story(), make_scenes(graph).scenes, make_reading(), MOODS, sounds, random.Random(seed))


def test_a_spelt_sound_is_heard_in_the_gap_after_its_word(sounds: SoundLibrary) -> None:
    cue = next(c for c in _cues(sounds) if c.scene == 1 and c.at == At(0, 0))
    assert cue.effect == "splash"
    assert cue.gain_db == GAP_DB
    assert cue.offset == pytest.approx(0.27)


def test_an_effect_under_the_voice_is_soft(sounds: SoundLibrary) -> None:
    bell = next(c for c in _cues(sounds) if c.scene == 4 and c.effect == "bell")
    assert bell.offset == 0.0
    assert bell.gain_db == UNDER_VOICE_DB


def test_gaps_are_used(sounds: SoundLibrary) -> None:
    late = [c for c in _cues(sounds) if c.offset > 0]
    assert late
    for cue in late:
        assert cue.offset == pytest.approx(0.27)
        assert cue.gain_db > UNDER_VOICE_DB


def test_effects_are_sparse_and_apart(sounds: SoundLibrary) -> None:
    reading = make_reading()
    for scene in range(5):
        starts = [
            reading.scenes[scene].sentences[c.at.sentence].words[c.at.word].start
            for c in _cues(sounds)
            if c.scene == scene
        ]
        assert len(starts) <= len(reading.scenes[scene].sentences)
        assert all(b - a >= APART_SECONDS for a, b in zip(sorted(starts), sorted(starts)[1:], strict=False))


def test_moves_and_first_sights_of_the_graph_sound(sounds: SoundLibrary) -> None:
    text = "The whale was there and it did that."
    whale = Entity("whale-1", "whale", "whale", mentions=(At(0, 1),))
    graph = Graph(text, (whale,), (), (Action("whale-1", "swim", At(0, 6)),))
    scene = make_scenes(graph).scenes[0]
    matches = match_scene(0, text, scene, "underwater", sounds, set())
    assert {m.sound.id for m in matches} == {"swim-whoosh", "whale-song"}
    assert match_scene(0, text, scene, "castle", sounds, {"whale"}) == []  # water sounds keep to water


def test_what_did_not_happen_is_silent(sounds: SoundLibrary) -> None:
    assert match_scene(0, "She did not splash.", None, "underwater", sounds, set()) == []
    assert match_scene(0, "There was a splash.", None, "underwater", sounds, set())


def test_half_of_a_thing_is_no_sound(sounds: SoundLibrary) -> None:
    assert match_scene(0, "She read the spell book.", None, "castle", sounds, set())[0].sound.id == "page-turn"
    assert {m.sound.id for m in match_scene(0, "The spell was cast.", None, "castle", sounds, set())} == {
        "spell-sparkle"
    }


def test_word_forms() -> None:
    assert "splash" in word_forms("“SPLASHED!”")
    assert "hop" in word_forms("hopped,")
    assert "hop" not in word_forms("hoped")
    assert "wobble" in word_forms("wobbling")
    assert "boom" in word_forms("Boooom!")


def test_places_have_their_ambience(sounds: SoundLibrary) -> None:
    story = make_story()
    assert choose_ambience(story, make_scenes().scenes, sounds) == ("amb-reef",) * 5
    assert choose_ambience(story, make_scenes(place="nowhere").scenes, sounds) == ("",) * 5


def test_same_seed_same_cues(sounds: SoundLibrary) -> None:
    assert _cues(sounds, seed=3) == _cues(sounds, seed=3)


def test_the_library_is_what_its_manifest_says(sounds: SoundLibrary) -> None:
    folder = library_root() / "sounds"
    effects = [s for s in sounds.sounds if s.kind == "effect"]
    assert len(effects) >= 150
    assert len(sounds.sounds) - len(effects) >= 24
    assert sum(path.stat().st_size for path in folder.glob("*.wav")) <= 17_000_000
    assert {s.id for s in sounds.sounds} == {path.stem for path in folder.glob("*.wav")}
    for sound in sounds.sounds:
        with wave.open(str(folder / f"{sound.id}.wav"), "rb") as file:
            assert file.getparams()[:3] == (1, 2, sound.rate_hz), sound.id
            assert file.getnframes() / sound.rate_hz == pytest.approx(sound.seconds, abs=1e-3)
            frames = file.readframes(file.getnframes())
        if sound.kind == "effect":  # no click at either end
            assert abs(int.from_bytes(frames[:2], "little", signed=True)) < 200, sound.id
            assert abs(int.from_bytes(frames[-2:], "little", signed=True)) < 200, sound.id
        assert sound.peak_db <= -2.9


def test_a_missing_manifest_says_what_to_run(tmp_path) -> None:
    with pytest.raises(StoryError) as caught:
        load_sounds(tmp_path)
    assert "train sounds" in caught.value.hint


def test_sounds_name_only_what_the_catalogue_has(sounds: SoundLibrary) -> None:
    library = Library()
    for sound in sounds.sounds:
        assert all(p in library.things_by_word.values() for p in sound.pieces), sound.id
        assert all(p in library.places for p in sound.places), sound.id


def test_the_creatures_and_places_of_the_illustrated_themes_can_be_heard(sounds: SoundLibrary) -> None:
    library = Library()
    pieces = {p for sound in sounds.sounds for p in sound.pieces}
    places = {p for sound in sounds.sounds for p in sound.places}
    for theme in library.theme_prompts:
        assert {c.id for c in library.creatures_of(theme)} <= pieces
        assert {p.id for p in library.places_of(theme)} <= places


def test_a_word_that_no_sound_names_has_its_kin_s(sounds: SoundLibrary) -> None:
    matches = match_scene(0, "A poodle sat there.", None, "snowy-mountain", sounds, set())
    assert {m.sound.id for m in matches} == {"husky-bark"}
    assert "wordnet" in matches[0].reason
    assert matches[0].worth < min(m.worth for m in match_scene(0, "A dog sat.", None, "castle", sounds, set()))
