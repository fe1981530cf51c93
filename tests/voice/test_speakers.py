"""Who speaks which words, on small hand-made scenes."""

from msgspec.structs import replace

from story_cli.artifacts import Character, Story
from story_cli.catalogue import Library
from story_cli.text import sentences
from story_cli.voice.speakers import HERO, NARRATOR, Spoken, manner_of, who_speaks


def _speakers(text: str, story: Story, library: Library) -> list[str]:
    """One name a word: - for the narrator."""
    rows = who_speaks(sentences(text), story, library)
    return [spoken.speaker or "-" for row in rows for spoken in row]


def test_only_quoted_words_have_a_speaker(story: Story, library: Library) -> None:
    assert _speakers('"Go home," said Nerissa. She swam.', story, library) == ["hero", "hero", "-", "-", "-", "-"]


def test_the_tag_may_stand_before_the_quote(story: Story, library: Library) -> None:
    assert _speakers('The octopus said, "Hic."', story, library)[-1] == "c1"


def test_a_creature_outside_the_cast_speaks_as_itself(story: Story, library: Library) -> None:
    assert _speakers('"Hic!" said the crab.', story, library)[0] == "crab"


def test_a_pronoun_takes_the_last_named_of_that_kind(story: Story, library: Library) -> None:
    text = 'Nerissa met an octopus. "Come in," he said. "Thank you," she said.'
    found = _speakers(text, story, library)
    assert found[4:8] == ["c1", "c1", "-", "-"]
    assert found[8:10] == ["hero", "hero"]


def test_a_quote_goes_on_over_sentences(story: Story, library: Library) -> None:
    text = '"I cannot. I am too small," said the octopus.'
    assert _speakers(text, story, library) == ["c1"] * 6 + ["-"] * 3


def test_an_open_quote_ends_with_its_sentence(story: Story, library: Library) -> None:
    assert _speakers('"Help me. The boat sank.', story, library)[2:] == ["-", "-", "-"]


def test_a_quote_without_a_tag_stays_with_the_last_speaker(story: Story, library: Library) -> None:
    text = '"What is it?" asked the octopus. "HIC!"'
    assert _speakers(text, story, library)[-1] == "c1"


def test_small_is_high_and_big_is_low(story: Story, library: Library) -> None:
    cast = (*story.cast, Character("c2", "whale"), Character("c3", "clownfish"))
    cast_story = replace(story, cast=cast)
    whale, fish, hero, nobody = (
        manner_of(Spoken(who, "said"), cast_story, library) for who in ("c2", "c3", HERO, NARRATOR)
    )
    assert whale.pitch < nobody.pitch < hero.pitch < fish.pitch
    assert whale.tract > 1.0 > fish.tract
    assert hero.span > nobody.span


def test_whispers_are_softer_than_shouts(story: Story, library: Library) -> None:
    soft, loud = (manner_of(Spoken(HERO, verb), story, library) for verb in ("whispered", "shouted"))
    assert soft.gain_db < loud.gain_db - 3
