"""Rules find what a reader would stumble over."""

from story_cli.artifacts import Frame
from story_cli.models.roles import RoleScene, spaced
from story_cli.write.checks import flaws, introduced_again, introduced_badly, named_badly, repeated, unspoken

SCENE = RoleScene("p1", (Frame("hero", "give", "t1", "c1"),))
GOOD = (
    "<Name> met a <c1>. The <c1> wanted a <t1> more than all the other things in the world. “Here is mine,” said "
    "<name>, and gave it away. Then they both sat down and were glad."
)


def judged(text: str, met: frozenset[str] = frozenset(), keywords: tuple[str, ...] = ()) -> set[str]:
    english = text.replace("<", "").replace(">", "")
    return set(flaws(spaced(text), english, SCENE, keywords, met, frozenset({"reindeer"})).penalties)


def test_a_good_scene_has_no_flaw() -> None:
    assert judged(GOOD) == set()


def test_a_stranger_needs_an_introduction() -> None:
    assert introduced_badly(spaced("The <c1> came."), frozenset()) == 1
    assert introduced_badly(spaced("A very old <c1> came."), frozenset()) == 0
    assert introduced_badly(spaced("The <c1> came."), frozenset({"c1"})) == 0
    assert introduced_badly(spaced("Then <c1:he> came."), frozenset()) == 1


def test_a_repeated_run_of_words_counts() -> None:
    assert repeated(["a", "b", "c", "d", "e", "a", "b", "c", "d"]) == 1
    assert repeated(["a", "b", "c", "d", "e", "f", "g"]) == 0


def test_what_the_plan_names_must_be_spoken_of() -> None:
    assert unspoken(spaced("<Name> gave it to the <c1>."), SCENE) == 1
    assert "unspoken" in judged(GOOD.replace("<t1>", "hat"))


def test_missing_keywords_are_listed() -> None:
    assert flaws(spaced(GOOD), GOOD, SCENE, ("glad", "bell"), frozenset(), frozenset()).missing == ("bell",)


def test_a_creature_of_another_theme_is_astray() -> None:
    assert "foreign" in judged(GOOD.replace("world", "reindeer"))


def test_too_short_is_a_flaw() -> None:
    assert "length" in judged("<Name> gave a <c1> a <t1>. It was nice.")


def test_a_planned_object_had_better_be_named() -> None:
    scene = RoleScene("p1", (Frame("hero", "cook", "porridge"),))
    assert "unnamed" in flaws(spaced(GOOD), GOOD, scene, (), frozenset(), frozenset()).penalties


def test_nobody_is_met_twice() -> None:
    assert introduced_again(spaced("The <c1> came."), frozenset({"c1"})) == 0
    assert introduced_again(spaced("A young <c1> came."), frozenset({"c1"})) == 1
    assert introduced_again(spaced("The <c1> was a <c1>."), frozenset({"c1"})) == 0
    assert introduced_again(spaced("A young <c1> came."), frozenset()) == 0


def test_a_name_needs_to_be_given_first() -> None:
    assert named_badly(spaced("“Hush,” said <c1:name>."), frozenset()) == 1
    assert named_badly(spaced("A <c1> called <c1:name> came. <C1:name> sat."), frozenset()) == 0
    assert named_badly(spaced("“Hush,” said <c1:name>."), frozenset({"<c1:name>"})) == 0
