"""Places are named whole once, then spoken of in short, and left out where nothing is lost."""

from story_cli.models.realise import Wording, realise
from story_cli.write.places import Places, shortened

WORDS = Wording(
    {"name": "Pip", "p1": "mushroom village", "p1:in": "in the mushroom village", "p1:to": "to the mushroom village"}
)


def told(text: str, before: str = "") -> str:
    return realise(Places(WORDS)(text.split(), before), WORDS)


def test_a_new_place_has_its_name_and_no_praise() -> None:
    assert told("<name> sat <p1:in> .") == "Pip sat in the mushroom village."


def test_a_place_that_is_known_is_named_in_short() -> None:
    assert told("<name> went <p1:to> .", "Far off lay the mushroom village.") == "Pip went to the village."
    again = told("<name> came <p1:to> . It was late <p1:in> .")
    assert again.endswith("It was late in the village.")


def test_a_known_place_between_commas_is_left_out() -> None:
    known = "It was the mushroom village."
    assert told("“ Up ! ” said <name> , <p1:in> .", known) == '"Up!" said Pip.'
    assert told("<name> , <p1:in> , sat down .", known) == "Pip, sat down."


def test_places_of_one_word_stay_whole() -> None:
    assert shortened("in the throne room") == "in the throne room"
    assert shortened("by the waterfall") == "by the waterfall"
    assert shortened("on the coral reef") == "on the reef"
