"""`storycli train data2text`: learn a corpus, tell its test set, print BLEU and slot errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import msgspec

from story_cli.errors import ExitStatus, StoryError
from story_cli.training.data2text.clean import cleaned
from story_cli.training.data2text.learn import OPTIONS, Options, learn_judge, learn_writer
from story_cli.training.data2text.meaning import Corpus, Meaning, Pair, by_meaning, read_corpus
from story_cli.training.data2text.scores import bleu, slot_error_rate, slot_errors
from story_cli.training.data2text.tell import WAYS, Teller, Text, chosen
from story_cli.training.data2text.wording import capitals_of, delexicalised

POWERS = (0.6, 0.8, 1.0, 1.2, 1.4)  # of the length, tried on the dev part
BEAMS = 10
_DEV = 300  # meanings of the dev part on which the power is chosen


def learning_part(corpus: Corpus, name: str) -> list[Pair]:
    """The pairs to learn from: corrected and without held-out meanings where the corpus asks for it."""
    if not corpus.kind.clean:
        return corpus.train
    return cleaned(corpus.train, name, corpus.kind.copied, {pair.meaning for pair in [*corpus.dev, *corpus.test]})


def run(
    data: Path, out: Path, name: str, seed: int, minutes: float, resume: bool, log: Callable[[str], None] = print
) -> dict[str, float]:
    """Train, tell and measure; writes the weights, texts.jsonl and figures.json to `out`. Raises: StoryError."""
    corpus = read_corpus(data, name)
    if find_spec("sacrebleu") is None:
        raise StoryError("sacrebleu is not installed", "pip install 'storycli[dev]'", ExitStatus.MISSING_ENGINE)
    return measured(corpus, name, out, msgspec.structs.replace(OPTIONS[name], seed=seed, minutes=minutes), resume, log)


def measured(
    corpus: Corpus, name: str, out: Path, options: Options, resume: bool, log: Callable[[str], None]
) -> dict[str, float]:
    """The figures of one corpus, with these options."""
    copied, pairs = corpus.kind.copied, learning_part(corpus, name)
    net, sequencer = learn_writer(pairs, corpus.dev, copied, options, out, resume, log)
    judge, macro = learn_judge(pairs, corpus.dev, copied, options, out, log)
    teller = Teller(name, net, sequencer, judge, capitals_of(delexicalised(pair, copied) for pair in pairs))
    dev = dict(list(by_meaning(corpus.dev).items())[:: max(1, len(by_meaning(corpus.dev)) // _DEV)])
    power = best_power(teller.candidates(list(dev), BEAMS), list(dev.values()))
    log(f"length to the power {power}")
    test = by_meaning(corpus.test)
    texts = teller.candidates(list(test), BEAMS)
    figures = {"pairs": float(len(pairs)), "classifier, macro F1": macro, "length power": power}
    for way in WAYS:
        figures |= scored([chosen(some, way, power) for some in texts], test, name, copied, way)
    references = [slot_errors(m, text, name, copied) for m, refs in test.items() for text in refs]
    figures["slot error rate of the references"] = slot_error_rate(references)
    figures = {key: round(value, 4) for key, value in figures.items()}
    best = [chosen(some, WAYS[-1], power).text for some in texts]
    _keep(out, test, best, figures)
    return figures


def best_power(texts: Sequence[Sequence[Text]], references: Sequence[Sequence[str]]) -> float:
    """The power of the length with which the texts score highest."""
    return max(POWERS, key=lambda p: bleu([chosen(some, WAYS[-1], p).text for some in texts], references))


def scored(
    texts: Sequence[Text], test: Mapping[Meaning, list[str]], name: str, copied: Sequence[str], way: str
) -> dict[str, float]:
    """BLEU and slot error rate of one way of choosing."""
    found = [slot_errors(m, text.text, name, copied) for m, text in zip(test, texts, strict=True)]
    return {
        f"BLEU, {way}": bleu([text.text for text in texts], list(test.values())),
        f"slot error rate, {way}": slot_error_rate(found),
    }


def _keep(out: Path, test: Mapping[Meaning, list[str]], texts: Sequence[str], figures: Mapping[str, float]) -> None:
    rows = ({"act": m.act, "slots": list(m.slots), "text": t} for m, t in zip(test, texts, strict=True))
    (out / "texts.jsonl").write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    (out / "figures.json").write_bytes(msgspec.json.format(msgspec.json.encode(dict(figures)), indent=2) + b"\n")
