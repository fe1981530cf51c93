"""Drafts form a tree, keep to the cast, and are the same for the same seed; any number of scenes can be told."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

from story_cli.artifacts import Brief, Character, Drafts, Frame, Plan, PlannedScene
from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.models.decoder import Decoder, DecoderShape
from story_cli.models.loading import load_text, save_decoder
from story_cli.settings import WriteSettings
from story_cli.training.vocabulary import save_tokenizer, train_tokenizer
from story_cli.write import write_drafts
from story_cli.write.decoder import DecodingWriter
from story_cli.write.proposals import Past
from story_cli.write.text_rules import TextRules
from story_cli.write.view import view

BRIEF = Brief("underwater", "mermaid", "Mira", "she", ("pink",), ("silly",), seed=1)
CAST = (Character("hero", "mermaid", "Mira", "she"), Character("c1", "octopus", "", "he"))
SCENE = PlannedScene("coral-reef", (Frame("hero", "find", "pearl"),), ("pearl",), ("pearl",))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained writer: what it says is nonsense, but it has to keep to the rules."""
    folder = tmp_path_factory.mktemp("writer")
    tokenizer = train_tokenizer(["the cat sat on a mat . oh dear ! said he , and ran home . named called"] * 5, 300)
    save_tokenizer(tokenizer, folder)
    torch.manual_seed(3)
    shape = DecoderShape(tokenizer.get_vocab_size(), 24, 6, width=16, layers=1, heads=2, kv_heads=1, hidden=16)
    save_decoder(Decoder(shape), folder)
    return folder


def drafts(model: Path, scenes: Sequence[PlannedScene], candidates: int = 4, beams: int = 2) -> Drafts:
    plan = Plan("Mira", "to find a pearl", CAST, tuple(scenes))
    settings = WriteSettings(writer="decoder", fidelity="", model=str(model), candidates=candidates, beams=beams)
    return write_drafts(BRIEF, plan, settings, Library(), lambda done, text: None)


def test_every_draft_goes_on_from_one_that_was_kept(model: Path) -> None:
    told = drafts(model, [SCENE] * 3)
    assert {draft.parent for draft in told.scenes[0]} == {-1}
    for before, scene in zip(told.scenes, told.scenes[1:], strict=False):
        assert {draft.parent for draft in scene} <= set(range(min(2, len(before))))


def test_the_same_seed_gives_the_same_drafts(model: Path) -> None:
    assert drafts(model, [SCENE] * 2) == drafts(model, [SCENE] * 2)


def test_no_role_token_is_left_in_a_text(model: Path) -> None:
    assert all("<" not in draft.text for scene in drafts(model, [SCENE] * 2).scenes for draft in scene)


def test_a_scene_does_not_end_inside_a_quote(model: Path) -> None:
    text = load_text(model)
    rules = TextRules(text, frozenset())
    before = text.sequencer.ids([*["cat", "sat"] * 15, "“", "oh", "!"])
    assert not rules(0, before)[rules.end]
    assert rules(0, [*before, rules.id["”"]])[rules.end]


def allowed(model: Path, *words: str, banned: frozenset[str] = frozenset()) -> set[str]:
    text = load_text(model)
    mask = TextRules(text, banned)(0, text.sequencer.ids(words))
    return {text.sequencer.tokenizer.id_to_token(i) for i in mask.nonzero().flatten().tolist()}


def test_somebody_who_is_called_something_gets_the_own_name(model: Path) -> None:
    assert allowed(model, "a", "<c1>", "called") == {"<c1:name>"}


def test_nobody_else_gets_the_heros_name(model: Path) -> None:
    nameless = frozenset({"<c1:name>"})
    assert "called" not in allowed(model, "a", "<c1>", banned=nameless)
    assert "<name>" not in allowed(model, "a", "<c1>", "called", banned=nameless)
    assert "<name>" in allowed(model, "home", "called", banned=nameless)


def test_nobody_is_named_twice(model: Path) -> None:
    assert "named" not in allowed(model, "a", "<c1>", "called", "<c1:name>")


def test_a_keyword_that_nobody_says_gets_a_line(model: Path) -> None:
    lone = PlannedScene("coral-reef", (Frame("hero", "find"),), ("gramophone",))
    told = drafts(model, [lone]).scenes[0]
    assert all("gramophone" in draft.text.lower() and draft.missing == () for draft in told)


@pytest.mark.parametrize("count", [1, 12])
def test_short_and_long_stories_are_told(model: Path, count: int) -> None:
    assert len(drafts(model, [SCENE] * count, candidates=2, beams=1).scenes) == count


def test_a_text_of_more_pieces_than_one_may_draw_is_read_on_from_its_end(model: Path) -> None:
    plan = Plan("Mira", "to find a pearl", CAST, (SCENE, SCENE))
    writer = DecodingWriter(load_text(model), view(BRIEF, plan, Library()), WriteSettings(writer="decoder"))
    start = Past(-1, 0.0, frozenset(), "", {})
    writer.propose(0, [start], 1, 1)
    long = writer.remember(0, start, 0, ["whale"] * 100, None)
    assert len(writer.propose(1, [start._replace(memory={writer.name: long})], 2, 1)) == 2


def test_a_scene_that_cannot_be_read_is_refused(model: Path) -> None:
    full = PlannedScene("coral-reef", tuple(Frame("hero", f"act{n}", "mat") for n in range(300)), ())
    with pytest.raises(UsageError, match="300 events"):
        drafts(model, [full], candidates=1, beams=1)


def test_progress_reaches_one(model: Path) -> None:
    seen: list[float] = []
    plan = Plan("Mira", "", CAST, (SCENE,))
    settings = WriteSettings(writer="decoder", fidelity="", model=str(model), candidates=1, beams=1)
    write_drafts(BRIEF, plan, settings, Library(), lambda done, text: seen.append(done))
    assert seen == [0.0, 1.0]
