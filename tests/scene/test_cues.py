"""Moves, feelings, entrances and the camera's eye stand on the words that tell them."""

from __future__ import annotations

from story_cli.artifacts import At, Cue
from story_cli.scene.boxes import element_box
from story_cli.scene.compose import at_its_peak
from story_cli.text import sentences
from tests.scene.conftest import Compose


def test_a_move_begins_on_its_word(composed: Compose) -> None:
    (scene,), _ = composed("Lulu met a crab. She waved at him.")
    cue = next(c for c in scene.cues if c.change == "animation")
    assert (cue.element, cue.value, cue.at) == ("hero", "wave", At(1, 1))


def test_what_is_opened_opens(composed: Compose) -> None:
    (scene,), _ = composed("Lulu swam up and opened the treasure chest.")
    assert ("treasure-chest-1", "pose", "open") in [(c.element, c.change, c.value) for c in scene.cues]


def test_a_feeling_changes_the_face_from_its_word_on(composed: Compose) -> None:
    (scene,), _ = composed("Lulu met a whale. The whale was sad.")
    cue = next(c for c in scene.cues if c.change == "expression")
    assert (cue.element, cue.value, cue.at, cue.seconds) == ("whale-1", "sad", At(1, 3), 0.0)


def test_the_still_shows_the_feeling(composed: Compose) -> None:
    (scene,), _ = composed("Lulu met a whale. The whale was sad.")
    assert next(e.expression for e in at_its_peak(scene).elements if e.id == "whale-1") == "sad"
    assert next(e.expression for e in scene.elements if e.id == "whale-1") == "calm"


def test_who_comes_later_enters_on_the_word(composed: Compose) -> None:
    (scene,), _ = composed("Lulu sat on a rock. Then a crab came along.")
    assert [(c.element, c.at) for c in scene.cues if c.change == "enter"] == [("crab-1", At(1, 2))]


def test_nobody_acts_before_coming_in(composed: Compose) -> None:
    (scene,), _ = composed("Lulu sat on a rock. Then a whale swam by and sang. The whale smiled.")
    entered = next(c.at for c in scene.cues if c.change == "enter")
    others = [c.at for c in scene.cues if c.element == "whale-1" and c.change != "enter"]
    assert all((at.sentence, at.word) >= (entered.sentence, entered.word) for at in others)


def test_who_swims_away_leaves(composed: Compose) -> None:
    (scene,), _ = composed("Lulu met a dolphin. The dolphin swam away.")
    assert [c.element for c in scene.cues if c.change == "exit"] == ["dolphin-1"]


def test_who_hides_slips_behind_its_cover_on_the_word(composed: Compose) -> None:
    (scene,), figures = composed("Lulu met a crab. Then the crab hid behind the treasure chest.")
    cue = next(c for c in scene.cues if c.change == "arrive")
    assert (cue.element, cue.at) == ("crab-1", At(1, 3))
    boxes = {e.id: element_box(figures[e.piece], e) for e in scene.elements}
    crab, chest = boxes["crab-1"], boxes["treasure-chest-1"]
    assert crab.shared(chest) > 0
    before = crab.moved(float(cue.value), 0.0)
    assert before.shared(chest) == 0
    assert before.left >= 0
    assert before.right <= scene.stage_width


def test_who_only_sits_behind_something_does_not_come(composed: Compose) -> None:
    (scene,), _ = composed("A crab sat behind the treasure chest. Lulu laughed.")
    assert not [c for c in scene.cues if c.change == "arrive"]


def test_the_camera_looks_at_who_acts(composed: Compose) -> None:
    (scene,), _ = composed('The crab sat on a rock. Lulu laughed. "Hello," said the crab.')
    assert [c.element for c in scene.cues if c.change == "focus"] == ["crab-1", "hero", "crab-1"]


def test_cues_are_on_words_that_exist_and_in_order(composed: Compose) -> None:
    text = "Lulu swam to the reef. A crab waved and danced! Then a whale came, and everybody laughed."
    (scene,), _ = composed(text)
    counts = [len(sentence.words) for sentence in sentences(text)]
    assert all(cue.at.word < counts[cue.at.sentence] for cue in scene.cues)
    assert [_key(cue) for cue in scene.cues] == sorted(_key(cue) for cue in scene.cues)


def _key(cue: Cue) -> tuple[int, int]:
    return (cue.at.sentence, cue.at.word)
