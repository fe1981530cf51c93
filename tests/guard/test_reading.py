"""How hard a text is to read."""

import pytest

from story_cli.catalogue import Library
from story_cli.guard import judge
from story_cli.guard.reading import reading_level, too_hard
from story_cli.training.guard.reading import house_scenes

FAMILIAR = frozenset({"the", "crab", "danc", "and", "sang"})


def test_level_is_the_formula() -> None:
    assert reading_level("The crab danced. The crab sang.", FAMILIAR) == pytest.approx(0.0496 * 3)
    assert reading_level("The crab danced and philosophised.", FAMILIAR) == pytest.approx(0.1579 * 20 + 0.0496 * 5)
    assert reading_level("", FAMILIAR) == 0.0


def test_names_are_not_counted_as_hard_words() -> None:
    assert reading_level("Nerissa danced and Zoë sang.", FAMILIAR) == pytest.approx(0.0496 * 5)


def test_hard_text_is_refused_and_only_in_doubt(library: Library) -> None:
    hard = (
        "The proprietor, notwithstanding considerable pecuniary embarrassment, deliberated magnanimously upon the "
        "conflagration of ancestral parchments, whereupon innumerable functionaries contemplated the consequences of "
        "the jurisdiction's acquiescence in perpetuity. Subsequently they adjourned, irresolute."
    )
    assert too_hard(library, hard)
    reasons = [reason for reason in judge(library, hard).reasons if reason.what == "reading level"]
    assert [reason.severity for reason in reasons] == [1]


def test_short_text_tells_too_little(library: Library) -> None:
    assert too_hard(library, "Notwithstanding pecuniary embarrassment.") == 0.0


def test_house_stories_are_easy_enough(library: Library) -> None:
    scenes = house_scenes(library)
    assert sum(too_hard(library, text) > 0 for text in scenes) <= 0.005 * len(scenes)
