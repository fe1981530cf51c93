"""The output filter as a whole, on hand-written sentences; figures: benchmarks/guard_figures.py."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from story_cli.artifacts import Character, Story
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.guard import Reason, Verdict, accepts, check_story, check_text, collecting, judge
from story_cli.training.guard import good_sentences

UNSAFE = [line.split("\t") for line in (Path(__file__).parent / "unsafe.txt").read_text().splitlines()]


def test_refusal_names_the_sentence_and_why(library: Library) -> None:
    verdict = judge(library, "The crab waved. He pulled out a pistol. They danced.")
    assert not verdict.accepted
    assert [(r.sentence, r.what, r.detail) for r in verdict.reasons] == [("He pulled out a pistol.", "word", "pistol")]


def test_disguised_words_are_refused(library: Library) -> None:
    assert judge(library, "“You s.t.u.p.i.d thing.”").reasons[0].what == "disguised word"


def test_what_no_list_knows_is_refused_by_the_sentence_filter(library: Library) -> None:
    verdict = judge(library, "A man in a car asked the girl to get in.")
    assert [reason.what for reason in verdict.reasons] == ["sentence"]
    assert verdict.reasons[0].detail.startswith("stranger ")


def test_rejected_candidates_are_collected_with_their_reason(library: Library) -> None:
    with collecting() as found:
        assert not accepts(library, ["The crab waved.", "The pirate hit the little boy in the face."], "rank")
        assert accepts(library, ["The crab waved."], "rank")
    assert [(row.stage, row.text) for row in found] == [("rank", "The pirate hit the little boy in the face.")]
    assert found[0].reasons


def test_doubt_passes_only_where_nothing_else_is_left(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt, clear = (Verdict(False, (Reason("x", "sentence", "+1.0", level),)) for level in (1, 2))
    word = Verdict(False, (Reason("x", "word", "gun", 1),))
    for verdict, passes in ((doubt, True), (clear, False), (word, False)):
        monkeypatch.setattr("story_cli.guard.verdict.judge", lambda library, text, verdict=verdict: verdict)
        assert not accepts(library, ["x"])
        assert accepts(library, ["x"], doubtful=True) is passes


def test_finished_text_is_refused_with_its_place(library: Library) -> None:
    with pytest.raises(StoryError, match="scene 2"):
        check_text(library, "He loaded the gun.", "scene 2")


def test_finished_text_may_be_doubtful_for_a_person_has_decided(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt = Verdict(False, (Reason("x", "sentence", "+1.0", 1), Reason("x", "reading level", "2.0", 1)))
    monkeypatch.setattr("story_cli.guard.verdict.judge", lambda library, text: doubt)
    check_text(library, "x", "scene 2")


def test_unsafe_title_scene_or_name_of_a_story_is_named(library: Library, story: Story) -> None:
    check_story(library, story)
    bad_scene = replace(story.scenes[0], text="The fox loaded the gun.")
    for changed, where in (
        (replace(story, title="The Gun"), "the title"),
        (replace(story, scenes=(*story.scenes, bad_scene)), f"scene {len(story.scenes) + 1}"),
        (replace(story, cast=(*story.cast, Character("c1", "crab", "Ѕtuріd", "he"))), "the name"),
    ):
        with pytest.raises(StoryError, match=where):
            check_story(library, changed)


def test_letters_of_two_scripts_or_drawn_out_are_no_disguise(library: Library) -> None:
    for text in ("You ѕtupid thing.", "You stuuupid thing."):
        assert "disguised word" in {reason.what for reason in judge(library, text).reasons}
    assert judge(library, "Zoë said shhh, and Señora Crab said whooosh.").accepted


def test_very_long_text_is_refused(library: Library) -> None:
    with pytest.raises(StoryError, match="characters"):
        judge(library, "a " * 200_000)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mira sat in the old village.",
        "The kitten chased her own tail.",
        "The unicorn tossed her mane.",
        "The dragon puffed a warm little flame under the kettle.",
        "The doctor listened to teddy's heart.",
        "Thunder rolled over the roofs, and the puppy hid under the stool.",
        "The knight's wooden sword went snap.",
        "He cried because the balloon was gone.",
    ],
)
def test_harmless_sentences_with_words_of_danger_pass(library: Library, sentence: str) -> None:
    assert judge(library, sentence).accepted


@pytest.mark.slow
def test_unsafe_sentences_are_caught_and_good_ones_pass(library: Library) -> None:
    """With some room: single sentences lie so near the threshold that another processor may decide otherwise."""
    missed = [text for _, text in UNSAFE if judge(library, text).accepted]
    assert len(UNSAFE) == 200
    assert len(missed) <= 4, missed
    good = good_sentences(library)
    refused = [text for text in good if not judge(library, text).accepted]
    assert len(refused) <= 0.012 * len(good), refused
