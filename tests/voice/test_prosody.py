"""Plans of sentences: pauses, contours, emphasis, manner."""

import pytest

from story_cli.text import sentences
from story_cli.voice.engine import Manner
from story_cli.voice.prosody import MAX_WORDS, PLAIN, Planned, Style, in_its_place, plan_sentence, style_of


def _plan(text: str, style: Style = PLAIN, new: frozenset[str] = frozenset()) -> Planned:
    (sentence,) = sentences(text)
    return plan_sentence(sentence, [None] * len(sentence.words), style, 1.0, new)


def _pauses(text: str) -> dict[str, float]:
    return {word.shown: word.pause for part in _plan(text).parts for word in part.words}


def test_every_word_is_planned_once_and_in_order() -> None:
    text = "She sat — quite still — on the old, old boat."
    assert [word.shown for part in _plan(text).parts for word in part.words] == text.split()


def test_commas_pause_and_plain_words_do_not() -> None:
    pauses = _pauses("She sat, and he sang.")
    assert pauses["sat,"] > 0.2
    assert pauses["She"] == pauses["and"] == 0.0


def test_a_lone_dash_pauses_after_the_word_before() -> None:
    pauses = _pauses("She sat — quite still.")
    assert pauses["sat"] > 0.2
    assert pauses["—"] == 0.0


def test_a_sentence_end_is_longer_than_a_comma() -> None:
    assert _plan("She sat.").gaps[0] > _pauses("She sat, too.")["sat,"] + 0.2


def test_a_tag_follows_its_quote_closely() -> None:
    (sentence,) = sentences('"Who is it?" asked the crab.')
    plan = plan_sentence(sentence, [Manner()] * 3 + [None] * 3, PLAIN, 1.0, frozenset())
    assert 0.15 <= plan.parts[0].words[2].pause <= 0.4


def test_a_long_phrase_takes_a_breath_before_a_joining_word() -> None:
    pauses = _pauses("The little crab walked along the wide white beach and looked for a very small shell.")
    assert pauses["beach"] > 0.0
    assert sum(pause > 0 for pause in pauses.values()) == 1


@pytest.mark.parametrize(
    ("text", "contour"), [("Is it you?", "rise"), ("Who is there?", "fall"), ("Really?", "rise"), ("It is me.", "fall")]
)
def test_final_contours(text: str, contour: str) -> None:
    assert _plan(text).parts[-1].words[-1].contour == contour


def test_capitals_sound_words_and_new_nouns_are_emphasised() -> None:
    words = {w.shown: w.emphasis for w in _plan("A boat went WILD, splash!", new=frozenset({"boat"})).parts[0].words}
    assert words["WILD,"] == 1.0
    assert words["splash!"] > words["boat"] > words["went"] == 0.0


def test_a_drawn_out_word_is_slower() -> None:
    rates = {word.shown: word.manner.rate for word in _plan("Whoooosh went it.").parts[0].words}
    assert rates["Whoooosh"] < 0.7 * rates["went"]


def test_the_last_word_is_lengthened() -> None:
    words = _plan("She sat on it.").parts[0].words
    assert words[-1].manner.rate < words[0].manner.rate


def test_excitement_in_a_quote_stays_in_the_quote() -> None:
    (sentence,) = sentences('Then "Hic!" went the crab.')
    plan = plan_sentence(sentence, [None, Manner(), None, None, None], PLAIN, 1.0, frozenset())
    pitches = [word.manner.pitch for word in plan.parts[0].words]
    assert pitches[1] > pitches[0] == pitches[2]


def test_a_sentence_without_a_stop_is_cut_into_parts() -> None:
    text = "word " * 1000
    plan = _plan(text)
    assert max(len(part.words) for part in plan.parts) <= MAX_WORDS
    assert sum(len(part.words) for part in plan.parts) == 1000
    assert len(plan.gaps) == len(plan.parts)


def test_styles_differ_as_their_names_say() -> None:
    sleepy, exciting = style_of(["sleepy"]), style_of(["exciting"])
    assert sleepy.rate < exciting.rate
    assert sleepy.span < exciting.span
    assert sleepy.pause > exciting.pause
    assert style_of(["no-such-word"]) == style_of([])


def test_a_scene_settles_towards_its_end() -> None:
    first, last = in_its_place(PLAIN, 0, 4), in_its_place(PLAIN, 3, 4)
    assert first.pitch > last.pitch
    assert first.rate > last.rate


def test_the_storyteller_s_melody_comes_down_in_every_phrase() -> None:
    (sentence,) = sentences("The little crab walked to the sea, and it looked for a small shell.")
    words = plan_sentence(sentence, [None] * len(sentence.words), style_of([]), 1.0, frozenset()).parts[0].words
    lifts = [word.lift for word in words]
    comma = next(index for index, word in enumerate(words) if word.pause > 0)
    assert lifts[: comma + 1] == sorted(lifts[: comma + 1], reverse=True)
    assert lifts[comma + 1 :] == sorted(lifts[comma + 1 :], reverse=True)
    assert lifts[comma] < lifts[comma + 1] < lifts[0]
    assert lifts[-1] < lifts[comma]
