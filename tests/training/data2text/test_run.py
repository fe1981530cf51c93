"""On a tiny made-up corpus the whole run learns, tells and measures; beams are likeliest first."""

import itertools
import random
from pathlib import Path

import pytest
import torch

from story_cli.models.decoder import Cache, Decoder, DecoderShape
from story_cli.models.fidelity import CLASSES
from story_cli.models.sampling import read
from story_cli.models.sequences import Field, Piece
from story_cli.training.data2text.beams import beams
from story_cli.training.data2text.faults import Faults, clauses, frames_of
from story_cli.training.data2text.learn import Options
from story_cli.training.data2text.meaning import KINDS, Corpus, Pair, parsed
from story_cli.training.data2text.run import measured
from story_cli.training.data2text.tell import Text, chosen

COPIED = ("name", "near")


def made_up(count: int) -> list[Pair]:
    rng = random.Random(3)
    out = []
    for _ in range(count):
        food, kind = rng.choice(("French", "Indian", "Chinese")), rng.choice(("pub", "restaurant"))
        near = rng.choice(("", "Ranch", "Clare Hall"))
        meaning = f"name[Strada], eatType[{kind}], food[{food}]" + (f", near[{near}]" if near else "")
        text = f"Strada is a {kind}" + (f" near {near}" if near else "") + f". It sells {food} food."
        out.append(Pair(parsed(meaning), text))
    return out


def test_clauses_end_at_marks() -> None:
    assert clauses(["<name>", "is", "cheap", ",", "and", "near", "."]) == (
        ("<name>", "is", "cheap", ","),
        ("and", "near", "."),
    )


def test_frames_tell_slots_and_copied_values_apart() -> None:
    frames = frames_of(parsed("confirm(name[Driver], has_linux_release[no])"), ("name",))
    assert [(f.act, f.object) for f in frames] == [("act", ""), ("name", "hero"), ("linux", "no")]


def test_every_fault_can_be_made_and_says_what_it_broke() -> None:
    found = list(itertools.islice(iter(Faults(made_up(40), COPIED, random.Random(1))), 50))
    assert {row.label for row in found} == set(range(len(CLASSES)))
    for row in found:
        assert len(row.told) == len(row.frames)
        assert len(row.kinds) == len(row.sentences)
        assert (0 in row.told) == (CLASSES[row.label] in ("omits", "changes"))
        assert (2 in row.kinds) == (CLASSES[row.label] == "repeats")


def test_beams_are_as_likely_as_they_say() -> None:
    torch.manual_seed(0)
    net = Decoder(
        DecoderShape(vocabulary=9, fields=24, scenes=2, width=16, layers=1, heads=2, kv_heads=1, hidden=16)
    ).eval()
    prompt = Piece([1, 2, 3], [1, 1, 1], [0, 0, 0], [False] * 3)
    with torch.inference_mode():
        found = beams(
            net, [prompt, prompt._replace(tokens=[1, 2, 4])], end=5, width=9, most=4
        )  # as many as tokens: some end at once
        best = found[0][0]
        assert all(best.score(1.0) >= other.score(1.0) for other in found[0])
        total, cache = 0.0, Cache(net.shape, 1, 20)
        logits = read(net, cache, [prompt])
        for token in [*best.ids, 5]:
            total += float(logits.log_softmax(-1)[0, token])
            logits = read(net, cache, [Piece([token], [int(Field.TEXT)], [1], [False])])
    assert best.nats == pytest.approx(total, abs=1e-3)


def test_the_way_of_choosing_decides() -> None:
    texts = [Text("a", -1.0, 4, False, 1), Text("b", -2.0, 4, True, 1), Text("c", -3.0, 4, False, 0)]
    assert [chosen(texts, way, 1.0).text for way in ("beams", "classifier", "classifier and matcher")] == [
        "a",
        "b",
        "c",
    ]


@pytest.mark.slow
def test_a_run_learns_tells_and_measures(tmp_path: Path) -> None:
    pairs = made_up(60)
    options = Options(
        tokens=24_000, vocabulary=300, width=64, layers=1, hidden=64, rows=4, judge_steps=5, compiled=False
    )
    corpus = Corpus(KINDS["e2e"]._replace(clean=False), pairs, pairs[:6], pairs[:6])
    figures = measured(corpus, "e2e", tmp_path, options, False, lambda line: None)
    assert figures["slot error rate of the references"] == 0
    assert 0 <= figures["slot error rate, classifier and matcher"] <= figures["slot error rate, beams"]
    assert (tmp_path / "texts.jsonl").read_text().count("\n") == len({pair.meaning for pair in corpus.test})
