"""Trains the coreference model: F-coref's heads on a small RoBERTa-like encoder of our own, from scratch.

Span pruning of a small model drops the gold spans unless mentions are trained for themselves, so the loss is the usual
marginal likelihood of antecedents plus a mention loss, and in training the gold spans always survive the pruning.
Writes a Hugging Face folder (fp16 safetensors, config, tokenizer.json) with figures.json.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from story_cli.catalogue import Library
from story_cli.rng import derived_seed, stage_rng
from story_cli.scene.coref_engine import CorefModel, load_network, model_class
from story_cli.training.coref_data import Document, Span, gap, house_stories, litbank, ontogum, pieces

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

Progress = Callable[[str], None]
VOCABULARY = 8000
WIDTH, LAYERS, HEADS, INNER = 192, 4, 4, 768
PIECE_WORDS = 330  # fits 512 subwords
BATCH = 2  # documents a step
PEAK_RATE = 6e-4
MINUTES = 25.0  # the recipe's own length
HELD_OUT_STORIES = 10  # every tenth house story is kept for evaluation
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")


def run(
    data: Path,
    out: Path,
    seed: int,
    minutes: float,
    resume: bool,
    library: Library,
    progress: Progress = print,
    parser: str = "parser",
) -> dict[str, Any]:
    """Train for `minutes` (0: 25) on the corpora under `data`, write the checkpoint to `out`, give its figures.

    `resume` goes on from the checkpoint in `out`. The clock decides only how many steps run.
    """
    import torch

    torch.manual_seed(derived_seed(seed, "coref") % 2**31)
    start = out if resume else None
    house = house_stories(library.root / "stories" / "house", library.model_folder(parser), library)
    train, dev = _corpora(data, house)
    progress(f"{len(train)} training pieces, {sum(len(d.words) for d in train)} words")
    tokenizer, model = _resumed(start, out) if start else _fresh(train, out, seed)
    progress(f"{sum(p.numel() for p in model.parameters())} parameters")
    rng = stage_rng(seed, "coref", "again" if start else "first")
    figures = _train(model, tokenizer, train, dev, out, rng, minutes or MINUTES, progress)
    (out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return figures


def _fresh(train: Sequence[Document], out: Path, seed: int) -> tuple[Tokenizer, Any]:
    tokenizer = train_tokenizer(train, out)
    model = new_model(out)
    model.roberta.embeddings.word_embeddings.weight.data.copy_(similar_embeddings(train, tokenizer, seed))
    return tokenizer, model


def _resumed(start: Path, out: Path) -> tuple[Tokenizer, Any]:
    from tokenizers import Tokenizer

    out.mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        (out / name).write_bytes((start / name).read_bytes())
    return Tokenizer.from_file(str(out / "tokenizer.json")), load_network(start)


def _corpora(data: Path, house: Sequence[Document]) -> tuple[list[Document], dict[str, list[Document]]]:
    """Training pieces (house stories twice: they are what is read; web text in part), whole documents to evaluate."""
    books = litbank(data / "litbank/litbank-coref-train.conll.xz")
    web = ontogum(data / "gum_open/ontogum_open-train.conll.xz")
    pronouns = gap(data / "gap_coreference/gap-development.tsv.xz")
    ours = [d for n, d in enumerate(house) if n % HELD_OUT_STORIES]
    documents = (*books, *web[::2], *pronouns[::3], *ours, *ours)
    train = [piece for document in documents for piece in pieces(document, PIECE_WORDS)]
    dev = {
        "litbank": litbank(data / "litbank/litbank-coref-dev.conll.xz"),
        "house_silver": [d for n, d in enumerate(house) if not n % HELD_OUT_STORIES],
        "gap": gap(data / "gap_coreference/gap-validation.tsv.xz"),
    }
    return [d for d in train if any(len(c) > 1 for c in d.clusters)], dev


def train_tokenizer(documents: Sequence[Document], out: Path) -> Tokenizer:
    """A byte-level BPE over the words; saved as tokenizer.json and read back as a check."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=list(SPECIALS), initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator((" ".join(document.words) for document in documents), trainer)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"))
    (out / "tokenizer_config.json").write_text(
        json.dumps(
            {
                "tokenizer_class": "PreTrainedTokenizerFast",
                "pad_token": "<pad>",
                "unk_token": "<unk>",
                "add_prefix_space": True,
            }
        )
    )
    again = Tokenizer.from_file(str(out / "tokenizer.json"))
    sample = ["The", "mermaid", "hid"]
    if not again.encode(sample, is_pretokenized=True).ids or again.get_vocab_size() != tokenizer.get_vocab_size():
        raise ValueError("the saved tokenizer does not read back")
    return again


def new_model(out: Path) -> Any:
    """An untrained F-coref on a small RoBERTa; its configuration is written to `out`."""
    from transformers import RobertaConfig

    config = RobertaConfig(
        vocab_size=VOCABULARY, hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        intermediate_size=INNER,
        max_position_embeddings=514, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2,
        hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.1,
    )  # fmt: skip
    config.coref_head = {
        "max_span_length": 20,
        "top_lambda": 0.4,
        "ffnn_size": WIDTH,
        "dropout_prob": 0.2,
        "max_segment_len": 512,
    }
    config._attn_implementation = "eager"
    config.save_pretrained(out)
    model = model_class()(config)
    for classifier in (model.mention_start_classifier, model.mention_end_classifier):
        classifier.bias.data.fill_(-2.5)  # most spans are no mentions; saves the first hundred steps
    return model


def similar_embeddings(documents: Sequence[Document], tokenizer: Tokenizer, seed: int) -> torch.Tensor:
    """Starting embeddings (VOCABULARY, WIDTH): a singular value decomposition of positive pointwise mutual information.

    Words that keep the same company begin near each other, which a small corpus could not teach through the loss alone.
    Source: O. Levy, Y. Goldberg, "Neural word embedding as implicit matrix factorization", NeurIPS 2014.
    """
    import numpy as np
    import torch
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import svds

    counts = np.zeros(VOCABULARY)
    pairs = coo_matrix((VOCABULARY, VOCABULARY)).tocsr()
    ids = np.concatenate([tokenizer.encode(list(d.words), is_pretokenized=True).ids for d in documents])
    np.add.at(counts, ids, 1)
    for step in range(1, 6):
        one = coo_matrix((np.full(len(ids) - step, 1 / step), (ids[:-step], ids[step:])), shape=pairs.shape).tocsr()
        pairs = pairs + one + one.T
    total = pairs.sum()
    sums = np.maximum(np.asarray(pairs.sum(axis=1)).ravel(), 1e-9)
    cells = pairs.tocoo()
    pmi = np.log(cells.data * total / (sums[cells.row] * sums[cells.col] ** 0.75 * total**0.25))
    positive = coo_matrix((np.maximum(pmi, 0), (cells.row, cells.col)), shape=pairs.shape).tocsr()
    start = np.random.default_rng(derived_seed(seed, "coref", "embeddings")).standard_normal(VOCABULARY)
    u, s, _ = svds(positive, k=WIDTH, v0=start)
    table = u * np.sqrt(s)
    table = table / (table.std() + 1e-9) * 0.04
    return torch.tensor(table.copy(), dtype=torch.float32)


# --- training --------------------------------------------------------------------------------------------------


def _train(
    model: Any, tokenizer: Tokenizer, train: list[Document], dev: dict[str, list[Document]], out: Path,
    rng: random.Random, minutes: float, progress: Progress,
) -> dict[str, Any]:  # fmt: skip
    import torch

    started = time.monotonic()
    decayed = [p for n, p in model.named_parameters() if p.dim() > 1 and "embeddings" not in n]
    plain = [p for n, p in model.named_parameters() if p.dim() <= 1 or "embeddings" in n]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}], lr=PEAK_RATE
    )
    figures: dict[str, Any] = {}
    share, step, next_look = 0.0, 0, 0.5
    while share < 1.0:
        order = rng.sample(range(len(train)), len(train))
        for at in range(0, len(order) - BATCH, BATCH):
            share = (time.monotonic() - started) / (minutes * 60)
            if share >= 1.0:
                break
            rate = PEAK_RATE * min(1.0, (step + 1) / 100) * min(1.0, 2.0 * (1.02 - share))
            for group in optimizer.param_groups:
                group["lr"] = rate
            model.train()
            total = 0.0
            for index in order[at : at + BATCH]:
                loss = document_loss(model, tokenizer, train[index]) / BATCH
                loss.backward()  # type: ignore[no-untyped-call]
                total += float(loss)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            if step % 50 == 0:
                progress(f"step {step} loss {total:.3f} {time.monotonic() - started:.0f} s")
            if share > next_look:
                next_look += 0.5
                save(model, out)
                figures = {"step": step, **evaluate(CorefModel(out), dev)}
                progress(json.dumps(figures))
    save(model, out)
    return {"step": step, "seconds": round(time.monotonic() - started), **evaluate(CorefModel(out), dev)}


def document_loss(model: Any, tokenizer: Tokenizer, document: Document) -> torch.Tensor:
    """Antecedent and mention loss of one document of at most one segment."""
    import torch

    encoded = tokenizer.encode(list(document.words), is_pretokenized=True)
    ids = encoded.ids[:512]
    gold = _subword_clusters(document, encoded.word_ids[:512])
    asked, rivals = (
        _subword_spans(document.asked, encoded.word_ids[:512]),
        _subword_spans(document.rivals, encoded.word_ids[:512]),
    )
    hidden = model.base_model(torch.tensor([ids])).last_hidden_state
    logits = model._calc_mention_logits(model.start_mention_mlp(hidden), model.end_mention_mlp(hidden))
    size = len(ids)
    wanted = torch.zeros(size, size)
    for spans in (*gold, rivals):
        for first, last in spans:
            if last - first < model.max_span_length:
                wanted[first, last] = 1.0
    valid = torch.ones(size, size).triu().tril(model.max_span_length - 1)
    boosted = (logits.detach() + 1e4 * wanted).view(1, -1)
    chosen = torch.topk(boosted, k=min(int(size * model.top_lambda) + 1, size)).indices
    starts, ends, mask, pair = model._prune_topk_mentions(
        logits, torch.ones(1, size, dtype=torch.long), chosen[:, : int(size * model.top_lambda)]
    )
    scores = pair + _antecedents(model, hidden, starts, ends)
    scores = model._mask_antecedent_logits(scores, mask)
    scores = torch.cat((scores, torch.zeros(1, scores.shape[1], 1)), dim=-1)
    return _antecedent_loss(scores[0], starts[0].tolist(), ends[0].tolist(), gold, asked) + _mention_loss(
        logits[0], wanted, valid, document
    )


def _antecedents(model: Any, hidden: torch.Tensor, starts: torch.Tensor, ends: torch.Tensor) -> torch.Tensor:
    first = model.start_coref_mlp(hidden)[0][starts[0]].unsqueeze(0)
    last = model.end_coref_mlp(hidden)[0][ends[0]].unsqueeze(0)
    scores: torch.Tensor = model._calc_coref_logits(first, last)
    return scores


def _antecedent_loss(
    scores: torch.Tensor, starts: Sequence[int], ends: Sequence[int], gold: Sequence[Sequence[Span]], asked: set[Span]
) -> torch.Tensor:
    """Minus the log likelihood that a mention takes any of its gold antecedents, or none where it has none."""
    import torch

    cluster_of = {span: number for number, spans in enumerate(gold) for span in spans}
    target = torch.zeros_like(scores, dtype=torch.bool)
    seen: dict[int, list[int]] = {}
    rows = []
    for row, span in enumerate(zip(starts, ends, strict=True)):
        cluster = cluster_of.get(span)
        before = seen.setdefault(cluster, []) if cluster is not None else []
        target[row, before] = True
        target[row, -1] = not before
        if cluster is not None:
            before.append(row)
        if not asked or span in asked:
            rows.append(row)
    if not rows:
        return scores.sum() * 0.0
    likely = torch.logsumexp(scores.masked_fill(~target, -1e9), dim=-1) - torch.logsumexp(scores, dim=-1)
    weight = torch.tensor([1.0 if not bool(target[row, -1]) else 0.35 for row in rows])
    loss: torch.Tensor = -(likely[rows] * weight).sum() / weight.sum()
    return loss


def _mention_loss(logits: torch.Tensor, wanted: torch.Tensor, valid: torch.Tensor, document: Document) -> torch.Tensor:
    import torch.nn.functional as functional

    there = (wanted * valid).bool()
    away = (valid.bool()) & ~there
    loss = functional.softplus(-logits[there]).mean() if there.any() else logits.sum() * 0.0
    if document.complete:
        loss = loss + functional.softplus(logits[away]).sum() / (there.sum() + 1) * 0.5
    elif not document.asked:
        loss = loss + functional.softplus(logits[away]).sum() / (there.sum() + 1) * 0.1
    return loss


def _subword_clusters(document: Document, owners: Sequence[int | None]) -> list[list[Span]]:
    return [sorted(_subword_spans(spans, owners)) for spans in document.clusters]


def _subword_spans(spans: Sequence[Span] | frozenset[Span], owners: Sequence[int | None]) -> set[Span]:
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for index, word in enumerate(owners):
        if word is not None:
            first.setdefault(word, index)
            last[word] = index
    return {(first[a], last[b]) for a, b in spans if a in first and b in last}


def save(model: Any, out: Path) -> None:
    """Half-precision weights beside the configuration; buffers that are rebuilt on loading are left out."""
    import torch
    from safetensors.torch import save_file

    weights = {
        name: value.detach().to(torch.float16).contiguous()
        for name, value in model.state_dict().items()
        if value.is_floating_point()
    }
    save_file(weights, str(out / "model.safetensors"), metadata={"format": "pt"})


def evaluate(model: CorefModel, dev: dict[str, list[Document]]) -> dict[str, Any]:
    """CoNLL F1 (mean of MUC, B³, CEAFφ4) on clusters of two or more; for GAP the share of pronouns put right."""
    import importlib

    evaluator_class = importlib.import_module("fastcoref.utilities.metrics").CorefEvaluator
    figures: dict[str, Any] = {}
    for name in ("litbank", "house_silver"):
        evaluator = evaluator_class()
        for document in dev[name]:
            gold = [tuple(spans) for spans in document.clusters if len(spans) > 1]
            found = [tuple(spans) for spans in model.clusters(document.words)]
            evaluator.update(found, gold, {s: c for c in found for s in c}, {s: c for c in gold for s in c})
        figures[name] = round(float(evaluator.get_f1()), 4)
    right = 0
    for document in dev["gap"]:
        (pronoun,) = document.asked
        name_span = next(span for span in document.clusters[0] if span != pronoun)
        wrong = next(span for span in document.rivals if span not in (pronoun, name_span))
        together = next((c for c in model.clusters(document.words) if pronoun in c), [])
        right += name_span in together and wrong not in together
    figures["gap_accuracy"] = round(right / max(1, len(dev["gap"])), 4)
    return figures
