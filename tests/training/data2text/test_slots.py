"""What a text says is found by patterns, and slot errors are counted."""

import pytest

from story_cli.training.data2text.clean import cleaned
from story_cli.training.data2text.meaning import Meaning, Pair, Slot, parsed
from story_cli.training.data2text.scores import slot_error_rate, slot_errors

E2E, VIGGO = ("name", "near"), ("name", "developer", "release_year", "exp_release_date", "specifier")
MILL = parsed("name[The Mill], food[French], priceRange[cheap], familyFriendly[no], near[Café Rouge]")


@pytest.mark.parametrize(
    ("text", "missed", "added", "wrong"),
    [
        ("The Mill near Cafe Rouge sells cheap French food. It is not family-friendly.", 0, 0, 0),
        ("The Mill near Café Rouge is not for children; French food for less than £20.", 0, 0, 0),
        ("The Mill sells cheap French food and is not family friendly.", 1, 0, 0),
        ("The Mill near Café Rouge sells cheap Indian food and welcomes families.", 0, 0, 2),
        ("The Mill near Café Rouge is a cheap French pub by the river, not child friendly.", 0, 2, 0),
    ],
)
def test_e2e_texts(text: str, missed: int, added: int, wrong: int) -> None:
    found = slot_errors(MILL, text, "e2e", E2E)
    assert (found.missed, found.added, found.wrong, found.slots) == (missed, added, wrong, 5)


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("Driver is a multiplayer racing sim on PC. It is on Steam but has no Linux or Mac release.", 0),
        ("Driver is a single-player racing sim on PC. It is on Steam but has no Linux or Mac release.", 1),
        ("Driver, a driving simulation for PC with multiplayer, isn't on Steam, Linux, or Mac.", 1),
    ],
)
def test_viggo_texts_say_yes_and_no(text: str, errors: int) -> None:
    meaning = parsed(
        "inform(name[Driver], genres[driving/racing, simulation], has_multiplayer[yes], platforms[PC], "
        "available_on_steam[yes], has_linux_release[no], has_mac_release[no])", ("genres", "platforms"),
    )  # fmt: skip
    assert slot_errors(meaning, text, "viggo", VIGGO).errors == errors


def test_the_rate_is_errors_over_slots() -> None:
    found = [slot_errors(MILL, "The Mill sells cheap French food near Café Rouge.", "e2e", E2E)] * 2
    assert slot_error_rate(found) == pytest.approx(0.2)


def test_meanings_are_corrected_by_their_texts() -> None:
    pairs = [
        Pair(MILL, "The Mill is a French pub near Café Rouge with low prices."),
        Pair(MILL, "It sells French food."),
        Pair(MILL, "The Mill sells French and Indian food."),
        Pair(parsed("name[The Mill], eatType[pub]"), "The Mill is a pub."),
    ]
    held = {pairs[3].meaning}
    made = cleaned(pairs, "e2e", E2E, held)
    assert [pair.text for pair in made] == [pairs[0].text]
    assert set(made[0].meaning.slots) == {
        Slot("name", "The Mill"), Slot("food", "French"), Slot("priceRange", "cheap"), Slot("near", "Café Rouge"),
        Slot("eatType", "pub"),
    }  # fmt: skip
    assert made[0].meaning.slots[0].name == "name"


def test_a_slot_that_is_asked_for_is_no_addition() -> None:
    meaning = Meaning("request_attribute", (Slot("has_multiplayer", ""),))
    assert slot_errors(meaning, "Do you like multiplayer games?", "viggo", VIGGO).errors == 0
