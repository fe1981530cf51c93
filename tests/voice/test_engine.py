from story_cli.voice.engine import Interval, spread


def test_unsaid_words_sit_at_the_end_of_the_word_before() -> None:
    spans = spread([None, Interval(0.1, 0.4), None, Interval(0.6, 0.9)], 1.0)
    assert spans == ((0.0, 0.0), (0.1, 0.4), (0.4, 0.4), (0.6, 0.9))


def test_spans_never_overlap_or_leave_the_utterance() -> None:
    spans = spread([Interval(0.0, 0.5), Interval(0.4, 0.8), Interval(0.9, 1.4)], 1.0)
    assert spans == ((0.0, 0.5), (0.5, 0.8), (0.9, 1.0))
