import pytest

from story_cli.training.voice.recogniser import arpa_lines, cmu_phone, word_errors


def test_word_errors_are_edits() -> None:
    assert word_errors(["the", "fox", "ran"], ["the", "box", "ran", "home"]) == 2
    assert word_errors([], ["oh"]) == 1
    assert word_errors(["a", "b"], []) == 2


def test_a_language_model_is_a_distribution() -> None:
    texts = [["the", "fox"], ["the", "crab"], ["a", "fox"]]
    text = "".join(arpa_lines(texts, ["a", "crab", "fox", "the", "whale"]))
    ones = text.split("\\1-grams:\n")[1].split("\n\n")[0].splitlines()
    total = sum(10 ** float(line.split("\t")[0]) for line in ones)
    assert total == pytest.approx(1.0, abs=1e-3)
    assert "ngram 3=" in text
    assert any(line.split("\t")[1] == "the fox" for line in text.split("\\2-grams:\n")[1].splitlines() if "\t" in line)


def test_festival_s_phones_have_names_of_the_recogniser() -> None:
    assert [cmu_phone(name) for name in ("ax", "iy", "pau")] == ["AH", "IY", "SIL"]
