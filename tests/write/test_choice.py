"""Which texts a story may go on from, where the output filter and the judgement disagree."""

from __future__ import annotations

import pytest

from story_cli.write.checks import Flaws
from story_cli.write.proposals import Proposal
from story_cli.write.tree import _Grower, _Judged


def judged(text: str, score: float) -> _Judged:
    return _Judged(score, 0, Proposal([], 0, score), [], text, Flaws({}, ()))


@pytest.fixture
def grower(monkeypatch: pytest.MonkeyPatch) -> _Grower:
    levels = {"good": 0, "doubtful": 1, "nonsense": 0, "refused": 2}
    monkeypatch.setattr(_Grower, "_refusal", lambda self, text: levels[text])
    return object.__new__(_Grower)


def test_nonsense_is_no_way_out_where_a_good_text_is_only_doubted(grower: _Grower) -> None:
    kept = grower._coherent([judged("nonsense", -0.6), judged("doubtful", 0.9)])
    assert [one.text for one in kept] == ["doubtful"]


def test_a_refused_text_gives_way_to_whatever_passes(grower: _Grower) -> None:
    both = [judged("nonsense", -0.6), judged("refused", 0.9)]
    assert grower._coherent(both) == both


def test_texts_that_are_nearly_as_good_stay(grower: _Grower) -> None:
    both = [judged("good", 0.5), judged("doubtful", 0.9)]
    assert grower._coherent(both) == both
