"""Messages quote what files and people say, and stay short and harmless on a terminal."""

import pickle

from story_cli.errors import ExitStatus, StoryError, UsageError


def test_control_characters_never_reach_a_terminal() -> None:
    error = UsageError("field 'na\x00m\x1b[2J'", "see\n  line 2\x07")
    assert error.what == "field 'na�m�[2J'"
    assert error.hint == "see\n  line 2�"


def test_long_quotes_are_cut() -> None:
    error = StoryError("x" * 100_000, "y" * 100_000)
    assert len(error.what) == 1000
    assert len(error.hint) == 6500


def test_errors_keep_hint_and_status_between_processes() -> None:
    error = pickle.loads(pickle.dumps(StoryError("what", "hint", ExitStatus.MISSING_INPUT)))
    assert (error.what, error.hint, error.status) == ("what", "hint", ExitStatus.MISSING_INPUT)
