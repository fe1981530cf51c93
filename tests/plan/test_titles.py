"""A plan's title is one that the output filter lets pass."""

from __future__ import annotations

import pytest

from story_cli.artifacts import Brief
from story_cli.catalogue import Library
from story_cli.plan import compose, make_plan
from story_cli.settings import PlanSettings


def test_a_refused_title_is_drawn_again_and_a_plain_one_is_left(
    brief: Brief, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_plan(brief, PlanSettings(), library).title
    refused = [first]
    monkeypatch.setattr(compose, "accepts", lambda library, texts, stage: texts[0] not in refused)
    second = make_plan(brief, PlanSettings(), library).title
    assert second != first
    monkeypatch.setattr(compose, "accepts", lambda library, texts, stage: False)
    assert make_plan(brief, PlanSettings(), library).title == "Nerissa the Mermaid"
