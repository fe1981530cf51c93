"""Trains the parser of the scene stage: a spaCy pipeline whose grammar model gives tags, morphology, lemmas, trees.

The model (story_cli.models.grammar) stands over the shared encoder and begins from the layers of a public sentence
model. Labels are Universal Dependencies v2. Writes a spaCy model folder with figures.json.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from story_cli.catalogue import Library
from story_cli.rng import derived_seed, stage_rng
from story_cli.training.storytrees import story_tree
from story_cli.training.storywords import lemma_forms, with_story_words
from story_cli.training.treebank import (
    Token,
    Tree,
    gold_doc,
    kept_relation,
    lower_cased,
    quoted,
    read_trees,
    upper_cased_first,
)

if TYPE_CHECKING:
    import torch
    from spacy.language import Language

    from story_cli.models.grammar import Grammar, Labels

TREEBANKS = {
    "ud_ewt": ("ud_ewt/en_ewt-ud-train.conllu.xz", "ud_ewt/en_ewt-ud-dev.conllu.xz"),
    "gum_open": ("gum_open/gum_open-train.conllu.xz", "gum_open/gum_open-dev.conllu.xz"),
}
STORY_SENTENCES = "stories/gold/sentences-{}.conllu"  # only measured
LAYERS = 4
BATCH_WORDS = 700
RATES = {"encoder": 1.2e-4, "heads": 1.2e-3}
MINUTES = 25.0  # the recipe's own length
_WARM = 0.06  # share of the time
_AVERAGED = 0.999
_IGNORED = -100
_CROWD = {"people NOUN": "people"}  # the treebanks say "person"; a picture shows several
_LEARNT = ("relations", "tags", "kinds", "morphs", "lemmas")
Progress = Callable[[str], None]


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, progress: Progress = print
) -> dict[str, Any]:
    """Train on every treebank under `data` for `minutes` (0: 25), keep the best epoch (dev LAS) in `out`, return its
    figures.

    `resume` goes on from the pipeline in `out`. The clock decides only how many steps run.
    """
    import torch

    minutes = minutes or MINUTES
    torch.manual_seed(derived_seed(seed, "parser") % 2**31)
    rng = stage_rng(seed, "parser")
    train = [tree for files in TREEBANKS.values() for tree in read_trees(data / files[0])]
    dev = {name: read_trees(data / files[1]) for name, files in TREEBANKS.items()}
    nlp = resumed(out) if resume else new_pipeline(data, library, labels_of(train, rng))
    best: dict[str, Any] = {}
    for epoch, seconds in _epochs(nlp, train, minutes, rng):
        figures = {"epoch": epoch, "seconds": round(seconds), **evaluate(nlp, dev["ud_ewt"])}
        progress(" ".join(f"{name} {value:.4g}" for name, value in figures.items()))
        if figures["las"] > best.get("las", 0.0):
            best = figures
            nlp.to_disk(out)
    import spacy

    best["gum_open"] = evaluate(spacy.load(out), dev["gum_open"])
    (out / "figures.json").write_text(json.dumps(best, indent=1) + "\n", encoding="utf-8")
    return best


def new_pipeline(data: Path, library: Library, labels: Labels) -> Language:
    """A pipeline with an untrained grammar model over the public layers."""
    import spacy

    from story_cli.models.encoder import load_encoder, load_pieces
    from story_cli.models.grammar import Grammar
    from story_cli.scene.grammar_pipe import NAME, SHARED
    from story_cli.training.encoder import pretrained

    shared = library.model_folder(SHARED)
    nlp = spacy.blank("en")
    pipe: Any = nlp.add_pipe(NAME)
    pipe.net = Grammar(pretrained(data, load_encoder(shared), LAYERS), labels)
    pipe.pieces = load_pieces(shared)
    return nlp


def resumed(out: Path) -> Language:
    """The pipeline of a folder, to go on with."""
    from story_cli.scene.parse import load_parser

    return load_parser(out)


def labels_of(trees: Sequence[Tree], rng: random.Random) -> Labels:
    """What the treebanks and our own sentences hold; lemma rules seen once are left to the table."""
    from story_cli.models.grammar import Labels, lemma_rule

    trees = [*trees, *(story_tree(rng) for _ in range(2000))]
    tokens = [token for tree in trees for token in tree]
    rules = Counter(lemma_rule(token.form, token.lemma) for token in tokens if token.lemma)
    named = {
        "relations": {kept_relation(token.dep) for token in tokens},
        "tags": {token.tag for token in tokens},
        "kinds": {token.pos for token in tokens},
        "morphs": {token.morph for token in tokens},
        "lemmas": {rule for rule, count in rules.items() if count > 1} | {"="},
    }
    table = seen_lemmas(tokens) | {f"{form} {kind}": lemma for lemma, kind, forms in lemma_forms() for form in forms}
    return Labels(**{name: tuple(sorted(values)) for name, values in named.items()}, known_lemmas=table | _CROWD)


def seen_lemmas(tokens: Sequence[Token]) -> dict[str, str]:
    """ "word KIND" → its commonest lemma, of every inflected word: a rule alone makes "runn" of "running"."""
    from story_cli.models.grammar import lemma_rule

    counts: dict[str, Counter[str]] = {}
    for token in tokens:
        if token.lemma and token.pos in ("VERB", "NOUN", "ADJ", "ADV", "AUX"):
            counts.setdefault(f"{token.form.lower()} {token.pos}", Counter())[token.lemma] += 1
    best = {key: max(sorted(found), key=found.__getitem__) for key, found in counts.items()}
    return {key: lemma for key, lemma in best.items() if lemma_rule(key.split()[0], lemma) not in ("=", "0 ")}


def _epochs(nlp: Language, train: list[Tree], minutes: float, rng: random.Random) -> Iterator[tuple[int, float]]:
    """(epoch, seconds) after each; the pipeline then holds averaged weights, which training itself does not use."""
    import torch

    from story_cli.scene.grammar_pipe import NAME

    pipe: Any = nlp.get_pipe(NAME)
    net: Grammar = pipe.net
    groups = [
        {"params": [p for p in net.encoder.parameters() if p.requires_grad], "lr": RATES["encoder"]},
        {"params": [p for n, p in net.named_parameters() if not n.startswith("encoder.")], "lr": RATES["heads"]},
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    average = torch.optim.swa_utils.AveragedModel(net, avg_fn=_moving_average)
    started = time.monotonic()
    epoch, share = 0, 0.0
    while share < 1:
        epoch += 1
        for batch in batches(train, BATCH_WORDS, rng):
            share = (time.monotonic() - started) / (minutes * 60)
            if share >= 1:
                break
            for group, rate in zip(optimizer.param_groups, RATES.values(), strict=True):
                group["lr"] = rate * min(1.0, share / _WARM, max(0.02, (1 - share) / (1 - _WARM)))
            _step(net.train(), pipe.pieces, batch, optimizer)
            average.update_parameters(net)
        pipe.net = average.module.eval()
        yield epoch, time.monotonic() - started
        pipe.net = net
    pipe.net = average.module


def _moving_average(average: torch.Tensor, new: torch.Tensor, steps: Any) -> torch.Tensor:
    """Young averages forget faster."""
    keep = min(_AVERAGED, (1 + float(steps)) / (10 + float(steps)))
    return average * keep + new * (1 - keep)


def _step(net: Grammar, pieces: Any, batch: list[Tree], optimizer: torch.optim.Optimizer) -> None:
    import torch

    loss = loss_of(net, pieces, batch)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
    optimizer.step()


def loss_of(net: Grammar, pieces: Any, batch: Sequence[Tree]) -> torch.Tensor:
    """Nats a word: heads, relations to the gold heads, and half of what the tags, morphology and lemmas cost."""
    import torch
    from torch.nn import functional

    from story_cli.models.grammar import lemma_rule, ready

    group = ready(pieces, [[token.form for token in tree] for tree in batch], net.encoder.shape.positions)
    gold = {name: torch.full((len(batch), group.places.shape[1] - 1), _IGNORED) for name in ("heads", "relations")}
    gold |= {name: torch.full_like(gold["heads"], _IGNORED) for name in net.answers}
    numbers = {field: {value: n for n, value in enumerate(getattr(net.labels, field))} for field in _LEARNT}
    keep = numbers["lemmas"]["="]
    for row, (tree, count) in enumerate(zip(batch, group.counts, strict=True)):
        for n, token in enumerate(tree[:count]):
            head = 0 if token.head == n else token.head + 1
            gold["heads"][row, n] = head if head <= count else _IGNORED
            gold["relations"][row, n] = numbers["relations"].get(kept_relation(token.dep), _IGNORED)
            gold["tags"][row, n] = numbers["tags"].get(token.tag, _IGNORED)
            gold["kinds"][row, n] = numbers["kinds"].get(token.pos, _IGNORED)
            gold["morphs"][row, n] = numbers["morphs"].get(token.morph, _IGNORED)
            if token.lemma:  # our own sentences have none
                gold["lemmas"][row, n] = numbers["lemmas"].get(lemma_rule(token.form, token.lemma), keep)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net(group.ids, group.mask, group.places, group.shapes)
        named = net.relations_to(scores, gold["heads"].clamp_min(0))
    arcs = scores.arcs.float()
    absent = torch.arange(arcs.shape[-1])[None, :] > torch.tensor(group.counts)[:, None]
    arcs = arcs.masked_fill(absent[:, None, :], -1e9)
    found = {"heads": arcs, "relations": named, **scores.answers}
    weights = {"heads": 1.0, "relations": 1.0}
    return sum(
        (
            weights.get(name, 0.25)
            * functional.cross_entropy(answer.float().flatten(0, 1), gold[name].flatten(), ignore_index=_IGNORED)
            for name, answer in found.items()
        ),
        start=torch.zeros(()),
    )


def story_like(tree: Tree, rng: random.Random) -> Tree:
    """A third of the sentences with words of picture books; some without capitals, some as direct speech."""
    if rng.random() < 0.33:
        tree = with_story_words(tree, rng)
    chance = rng.random()
    if chance < 0.12 and 2 < len(tree) < 16 and not any(token.form in "\"“”''``" for token in tree):
        return quoted(tree, rng)
    if chance < 0.24:
        return lower_cased(tree)
    return upper_cased_first(tree) if chance < 0.45 else tree


def batches(trees: Sequence[Tree], words: int, rng: random.Random) -> Iterator[list[Tree]]:
    """Sentences of like length, in random order, about so many words a batch; an eighth are our own."""
    drawn = [story_like(tree, rng) for tree in trees] + [story_tree(rng) for _ in range(len(trees) // 8)]
    drawn.sort(key=lambda tree: len(tree) + rng.random() * 4)
    groups: list[list[Tree]] = [[]]
    for tree in drawn:
        if groups[-1] and (len(groups[-1]) + 1) * len(tree) > words:
            groups.append([])
        groups[-1].append(tree)
    rng.shuffle(groups)
    yield from groups


def compare_treebanks(nlp: Language, library: Library, data: Path) -> list[dict[str, Any]]:
    """A row of scores for the test half of the story sentences and each dev treebank under `data`."""
    files = {"story sentences, test half": library.root / STORY_SENTENCES.format("test")}
    files |= {f"{name} dev": data / dev for name, (_, dev) in TREEBANKS.items() if (data / dev).is_file()}
    rows: list[dict[str, Any]] = []
    for name, path in files.items():
        trees = read_trees(path)
        scores = {key: round(value, 4) for key, value in evaluate(nlp, trees).items()}
        if path.is_relative_to(library.root):  # their tags are a parser's own, only heads and labels are annotated
            scores = {key: scores[key] for key in ("uas", "las", "words_per_second")}
        rows.append({"treebank": name, "sentences": len(trees), **scores})
    return rows


def evaluate(nlp: Language, trees: list[Tree]) -> dict[str, float]:
    """Scores on gold tokens, one sentence at a time: UAS, LAS, UPOS, XPOS and lemma accuracy, words a second.

    Punctuation counts as in the CoNLL shared tasks; labels as gold_doc keeps them.
    """
    gold = [gold_doc([tree], nlp.vocab) for tree in trees]
    from spacy.tokens import Doc

    bare = [Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc]) for doc in gold]
    for doc in bare:
        for token in doc:
            token.is_sent_start = token.i == 0
    started = time.monotonic()
    parsed = list(nlp.pipe(bare, batch_size=64))
    seconds = time.monotonic() - started
    pairs = [(p, g) for doc, ref in zip(parsed, gold, strict=True) for p, g in zip(doc, ref, strict=True)]
    total = len(pairs)
    return {
        "uas": sum(p.head.i == g.head.i for p, g in pairs) / total,
        "las": sum(p.head.i == g.head.i and p.dep_.lower() == g.dep_.lower() for p, g in pairs) / total,
        "upos": sum(p.pos_ == g.pos_ for p, g in pairs) / total,
        "xpos": sum(p.tag_ == g.tag_ for p, g in pairs) / total,
        "lemma": sum(p.lemma_ == g.lemma_ for p, g in pairs) / total,
        "words_per_second": total / seconds,
    }
