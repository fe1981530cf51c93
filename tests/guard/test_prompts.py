import pytest

from story_cli.catalogue import Library
from story_cli.errors import ExitStatus, UsageError
from story_cli.guard import check_brief, check_name


def test_what_is_left_out_is_drawn_from_the_seed(library: Library) -> None:
    one, again = (check_brief(library, "underwater", "mermaid", seed=3) for _ in range(2))
    assert one == again
    assert one.hero_name in library.names.she
    assert len({check_brief(library, "underwater", "mermaid", seed=n).hero_name for n in range(20)}) > 8


def test_misspelt_theme_is_refused_with_the_nearest(library: Library) -> None:
    with pytest.raises(UsageError) as caught:
        check_brief(library, "underwatr", "mermaid")
    assert "did you mean underwater" in caught.value.hint
    assert caught.value.status is ExitStatus.USAGE


@pytest.mark.parametrize("colours", [("pink", "pink"), ("pink", "blue", "red", "teal"), ("mauve",)])
def test_colours_are_one_to_three_known_ones(library: Library, colours: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="--color"):
        check_brief(library, "underwater", "mermaid", colours=colours)


@pytest.mark.parametrize("name", ["Zoë", "Anne-Marie", "O'Neill", "Нина", "さくら", "नीला"])
def test_names_of_any_script_pass(library: Library, name: str) -> None:
    assert check_name(library, name)


@pytest.mark.parametrize("name", ["a\x1b[31mb", "x" * 41, " ", "Lu\u202elu", "R2D2", "<b>", "../etc", "-'-"])
def test_names_with_control_digit_or_markup_are_refused(library: Library, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_name(library, name)
    assert "\x1b" not in caught.value.what
    assert "\u202e" not in caught.value.what
    assert len(caught.value.what) < 200


def test_disguised_insults_are_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="children"):
        check_name(library, "S t u p i d")
