"""Trains the parser of the scene stage: one spaCy pipeline (tagger, morphology, lemmatizer, dependency parser).

All components listen to one small convolutional encoder (hashed word, prefix, suffix and shape embeddings, and word
vectors counted from open text). Labels are Universal Dependencies v2. Writes a spaCy model folder with figures.json.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from story_cli.catalogue import Library
from story_cli.rng import derived_seed, stage_rng
from story_cli.scene.parse import VECTORS, with_vectors
from story_cli.training.storytrees import story_tree
from story_cli.training.storywords import lemma_forms, with_story_words
from story_cli.training.treebank import Tree, gold_doc, lower_cased, quoted, read_trees, upper_cased_first
from story_cli.training.vectors import open_texts, word_vectors

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

TREEBANKS = {
    "ud_ewt": ("ud_ewt/en_ewt-ud-train.conllu.xz", "ud_ewt/en_ewt-ud-dev.conllu.xz"),
    "gum_open": ("gum_open/gum_open-train.conllu.xz", "gum_open/gum_open-dev.conllu.xz"),
}
STORY_SENTENCES = "stories/gold/sentences-{}.conllu"  # only measured: learning from the dev half helped no test half
DROPOUT = 0.15  # going on for 22 minutes with .3 gained nothing
BATCH_WORDS = (400, 1500)  # in the beginning and in the end
Progress = Callable[[str], None]

MINUTES = 25.0  # the recipe's own length


WIDTH, DEPTH = 96, 4


def new_pipeline(vectors: tuple[list[str], Any] | None = None, width: int = WIDTH, depth: int = DEPTH) -> Language:
    """An untrained pipeline; the lemmatizer learns edit trees, so that it needs no word list."""
    import spacy

    nlp = spacy.blank("en")
    if vectors:
        nlp.vocab.vectors = lower_case_vectors(nlp, *vectors)
    encoder = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": width,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
            "rows": [5000, 1500, 2500, 1000],
            "include_static_vectors": vectors is not None,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": width,
            "depth": depth,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }
    nlp.add_pipe("tok2vec", config={"model": encoder})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": width, "upstream": "*"}
    tagger = {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}
    nlp.add_pipe("tagger", config={"model": tagger})
    nlp.add_pipe("morphologizer", config={"model": tagger})
    nlp.add_pipe("trainable_lemmatizer", name="lemmatizer", config={"model": tagger, "top_k": 3, "min_tree_freq": 3})
    nlp.add_pipe("parser", config={"model": _parser_model(listener), "min_action_freq": 10, "learn_tokens": False})
    return nlp


def save(nlp: Language, out: Path) -> None:
    """Write the pipeline, its vectors as bytes with a scale a word: a quarter of the size, no figure changes."""
    import numpy as np
    from spacy.vectors import Vectors

    vectors = nlp.vocab.vectors
    words = [nlp.vocab.strings[int(key)] for key, _ in sorted(vectors.key2row.items(), key=lambda item: item[1])]
    table = np.asarray(vectors.data)
    scale = (np.abs(table).max(axis=1) / 127 + 1e-9).astype(np.float32)
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings)
    nlp.to_disk(out)
    packed = np.round(table / scale[:, None]).astype(np.int8)
    np.savez(out / VECTORS, words=np.array(" ".join(words)), table=packed, scale=scale)
    with_vectors(nlp, out)


def lower_case_vectors(nlp: Language, words: list[str], table: Any) -> Any:
    """spaCy's table of vectors for lower-cased words, so that "Lantern" has the one of "lantern"."""
    from spacy.vectors import Vectors

    keys = [nlp.vocab.strings.add(word) for word in words]
    return Vectors(strings=nlp.vocab.strings, data=table, keys=keys, attr="LOWER")


def _parser_model(listener: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": True,
        "hidden_width": 96,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": listener,
    }


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, progress: Progress = print
) -> dict[str, Any]:
    """Train on every treebank under `data` for `minutes` (0: 25), keep the best epoch (dev LAS) in `out`, return its
    figures.

    `resume` goes on from the pipeline in `out`; `library` has nothing to do. The clock
    decides only how many epochs run; with the same number of epochs, data and seed the weights are equal.
    """
    import spacy
    from thinc.api import fix_random_seed

    minutes = minutes or MINUTES
    start = out if resume else None
    started = time.monotonic()
    fix_random_seed(derived_seed(seed, "parser") % 2**31)
    nlp = with_vectors(spacy.load(start), start) if start else new_pipeline(word_vectors(open_texts(data), seed))
    train = [tree for files in TREEBANKS.values() for tree in read_trees(data / files[0])]
    dev = {name: read_trees(data / files[1]) for name, files in TREEBANKS.items()}
    sample = [_example(nlp, [tree]) for tree in train[::4]]
    optimizer = _resumed(nlp) if start else nlp.initialize(lambda: sample)
    rng = stage_rng(seed, "parser")
    best: dict[str, Any] = {}
    epoch = 0
    while time.monotonic() - started < minutes * 60:
        epoch += 1
        losses: dict[str, float] = {}
        share = (time.monotonic() - started) / (minutes * 60)
        words = round(BATCH_WORDS[0] + share * (BATCH_WORDS[1] - BATCH_WORDS[0]))
        for batch in _batches(nlp, train, words, rng):
            _learning_rate(optimizer, (time.monotonic() - started) / (minutes * 60))
            nlp.update(batch, sgd=optimizer, losses=losses, drop=DROPOUT)
            if time.monotonic() - started > minutes * 60:
                break
        with nlp.use_params(optimizer.averages):
            _add_lemma_table(nlp)
            figures = {"epoch": epoch, **evaluate(nlp, dev["ud_ewt"])}
            if figures["las"] > best.get("las", 0.0):
                best = figures
                save(nlp, out)
        progress(
            f"epoch {epoch} {time.monotonic() - started:.0f} s " + " ".join(f"{k} {v:.4f}" for k, v in figures.items())
        )
    kept = with_vectors(spacy.load(out), out)
    best["gum_open"] = evaluate(kept, dev["gum_open"])
    best["seconds"] = round(time.monotonic() - started)
    (out / "figures.json").write_text(json.dumps(best, indent=1) + "\n", encoding="utf-8")
    return best


def _resumed(nlp: Language) -> Any:
    """An optimizer to go on with; spaCy 3.8 forgets the lemmatizer's label numbers on loading, so count them again."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    lemmatizer.tree2label = {tree: label for label, tree in enumerate(lemmatizer.labels)}
    return nlp.resume_training()


def _add_lemma_table(nlp: Language) -> None:
    """Lemmas of picture-book verbs and nouns, which the treebanks hold too seldom for an edit tree to get right."""
    if "lemma_table" in nlp.pipe_names:
        nlp.remove_pipe("lemma_table")
    ruler: Any = nlp.add_pipe("attribute_ruler", name="lemma_table", last=True)
    for lemma, kind, forms in lemma_forms():
        ruler.add([[{"LOWER": {"IN": list(forms)}, "POS": kind}]], {"LEMMA": lemma})


def _learning_rate(optimizer: Any, share: float) -> None:
    """Full rate for the first 40 % of the time, then a line down to a twentieth."""
    optimizer.learn_rate = 0.0013 * (1.0 if share < 0.4 else max(0.05, 1.0 - 0.95 * (share - 0.4) / 0.6))


def _example(nlp: Language, trees: list[Tree]) -> Example:
    from spacy.tokens import Doc
    from spacy.training import Example

    gold = gold_doc(trees, nlp.vocab)
    bare = Doc(nlp.vocab, words=[token.text for token in gold], spaces=[bool(token.whitespace_) for token in gold])
    return Example(bare, gold)


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


def _batches(nlp: Language, trees: list[Tree], batch_words: int, rng: random.Random) -> Iterator[list[Example]]:
    """Examples of one to three neighbouring sentences, in random order, about so many words a batch."""
    groups: list[list[Tree]] = []
    at = 0
    while at < len(trees):
        size = rng.choice((1, 1, 1, 2, 3))
        groups.append(trees[at : at + size])
        at += size
    rng.shuffle(groups)
    batch: list[Example] = []
    words = 0
    for group in groups:
        if rng.random() < 0.12:
            group = [story_tree(rng) for _ in range(rng.choice((1, 2, 3)))]
        example = _example(nlp, [story_like(tree, rng) for tree in group])
        batch.append(example)
        words += len(example.reference)
        if words >= batch_words:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


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
