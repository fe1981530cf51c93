"""Coreference models by folder: a checkpoint of fastcoref on transformers 5, and our own with the same heads."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from story_cli.errors import StoryError
from story_cli.scene.coref_engine import Checkpoint, model_class

WORDS = ("Lulu", "met", "a", "crab", ".", "She", "waved", "at", "him", ".")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "roberta"}')
    with pytest.raises(StoryError, match="cannot load the coreference model"):
        Checkpoint(tmp_path)


def _checkpoint(folder: Path) -> Any:
    """A tiny F-coref as fastcoref writes it."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig

    vocabulary = {word: n for n, word in enumerate(("[PAD]", "[UNK]", *dict.fromkeys(WORDS)))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"))
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=24
    )
    config.coref_head = {"max_span_length": 5, "top_lambda": 0.6, "ffnn_size": 16, "dropout_prob": 0.0}
    config._attn_implementation = "eager"
    config.save_pretrained(folder)
    torch.manual_seed(1)
    model = model_class()(config).eval()
    for weight in model.parameters():
        torch.nn.init.normal_(weight, std=0.4)
    weights = {name: value for name, value in model.state_dict().items() if value.is_floating_point()}
    torch.save(weights, folder / "pytorch_model.bin")
    return model


@pytest.mark.slow
def test_a_checkpoint_of_fastcoref_reads_back_and_links(tmp_path: Path) -> None:
    import torch

    model = _checkpoint(tmp_path)
    first, second = Checkpoint(tmp_path), Checkpoint(tmp_path)
    assert first.clusters(WORDS) == second.clusters(WORDS)
    weight = model.antecedent_s2s_classifier.weight
    assert torch.equal(first._model.antecedent_s2s_classifier.weight, weight)
    assert "pandas" not in sys.modules
    assert "datasets" not in sys.modules


@pytest.mark.slow
def test_our_heads_give_the_scores_of_fastcorefs(tmp_path: Path) -> None:
    import torch

    from story_cli.models.coref import Coref, CorefShape
    from story_cli.models.encoder import Encoder, EncoderShape

    theirs = _checkpoint(tmp_path)
    shape = CorefShape(width=24, inner=16, longest=5, share=0.6, dropout=0.0)
    ours = Coref(Encoder(EncoderShape(10, 1, 24, 2, 24)), shape).eval()
    heads = {n: w for n, w in theirs.state_dict().items() if n.split(".")[0] in dict(ours.named_children())}
    left = ours.load_state_dict(heads, strict=False).missing_keys
    assert all(name.startswith(("encoder.", "shown_")) for name in left)
    ids = torch.arange(2, 2 + 9).view(1, 1, -1)
    with torch.inference_mode():
        left_over: dict[str, list[int]] = {"input_ids": [], "attention_mask": []}
        batch = {"input_ids": ids, "attention_mask": torch.ones_like(ids), "leftovers": left_over}
        starts, ends, mentions, scores = theirs(batch, return_all_outputs=True)
        states = theirs.base_model(ids[0]).last_hidden_state[0]
        own = ours.mention_scores(states)
        assert torch.allclose(own, mentions[0], atol=1e-3)
        first, last = ours.pruned(own)
        assert (first.tolist(), last.tolist()) == (starts[0].tolist(), ends[0].tolist())
        linked = ours.linked(states, own[first, last], first, last)
        later = torch.ones(len(first), len(first)).tril(-1).bool()
        assert torch.allclose(linked[:, :-1][later], scores[0][:, :-1][later], atol=1e-3)
