"""What may come in and what may go out: curated prompts and names, words and sentences fit for children, consent.

`check_brief` and `check_name` guard the way in; `judge` decides on every text that is kept, with reasons.
"""

from story_cli.guard.prompts import check_brief, check_name, clean
from story_cli.guard.verdict import (
    Reason,
    Verdict,
    accepts,
    check_story,
    check_text,
    clear,
    collecting,
    judge,
    unsafe_words,
)

__all__ = [
    "Reason",
    "Verdict",
    "accepts",
    "check_brief",
    "check_name",
    "check_story",
    "check_text",
    "clean",
    "clear",
    "collecting",
    "judge",
    "unsafe_words",
]
