from hypothesis import given
from hypothesis import strategies as st

from story_cli.text import sentences


def test_quote_that_goes_on_in_lower_case_stays_in_its_sentence() -> None:
    assert [s.text for s in sentences('"Hic!" said Lulu. Up it went.')] == ['"Hic!" said Lulu.', "Up it went."]


def test_quoted_sentences_end_with_their_quote() -> None:
    assert [s.text for s in sentences('She said, "Stop!" "Why?" he asked.')] == [
        'She said, "Stop!"',
        '"Why?" he asked.',
    ]


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert len(sentences("Mr. Crab waved. He sang.")) == 2


def test_empty_text_has_no_sentences() -> None:
    assert sentences(" \n ") == ()


@given(st.text(max_size=300))
def test_every_word_is_counted_once_and_in_place(text: str) -> None:
    words = [word for sentence in sentences(text) for word in sentence.words]
    assert [word.text for word in words] == text.split()
    assert all(text[word.start : word.end] == word.text for word in words)
