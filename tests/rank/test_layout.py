from story_cli.rank.layout import HERO, laid_out, masked, names_in, signs_for


def test_names_become_signs_also_with_an_apostrophe() -> None:
    signs = signs_for("Pip", ["Mira"])
    assert masked("Pip took Mira's bell. Pippa did not.", signs) == f"{HERO} took [NAME1]'s bell. Pippa did not."


def test_scenes_become_sentences() -> None:
    assert laid_out(["One. Two.", "Pip ran."], {"Pip": HERO}) == [["One.", "Two."], [f"{HERO} ran."]]


def test_names_are_found_within_sentences_only() -> None:
    scenes = ["The crab saw Pip. Then Pip ran.", '"Look, Pip!" said the crab. I saw it and I ran.']
    assert names_in(scenes) == ["Pip"]
