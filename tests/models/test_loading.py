"""Model folders: what is saved opens again, here and with transformers; damage is named."""

from pathlib import Path

import pytest
import torch

from story_cli.errors import StoryError
from story_cli.models.decoder import Decoder, DecoderShape
from story_cli.models.loading import load_decoder, save_decoder
from story_cli.training.vocabulary import save_tokenizer, train_tokenizer

SHAPE = DecoderShape(vocabulary=30, fields=24, scenes=6, width=16, layers=1, heads=2, kv_heads=1, hidden=24, context=32)
IDS = torch.tensor([[1, 2, 3]])


def logits(net: Decoder) -> torch.Tensor:
    with torch.inference_mode():
        return net(IDS, torch.full_like(IDS, 20), torch.ones_like(IDS))


def test_weights_come_back(tmp_path: Path) -> None:
    net = Decoder(SHAPE).eval()
    save_decoder(net, tmp_path, torch.float32)
    assert torch.equal(logits(load_decoder(tmp_path)), logits(net))


def test_a_damaged_file_is_an_error_that_names_the_folder(tmp_path: Path) -> None:
    save_decoder(Decoder(SHAPE), tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"nothing")
    with pytest.raises(StoryError, match=str(tmp_path)):
        load_decoder(tmp_path)


def test_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "gpt2"}')
    with pytest.raises(StoryError, match="gpt2"):
        load_decoder(tmp_path)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_transformers_opens_the_folder(tmp_path: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    import story_cli.models.hub  # noqa: F401  registers the classes

    net = Decoder(SHAPE).eval()
    save_decoder(net, tmp_path, torch.float32)
    tokenizer = train_tokenizer(["the <c1> saw <name> ."] * 5, size=200)
    save_tokenizer(tokenizer, tmp_path)
    wrapped = AutoModelForCausalLM.from_pretrained(tmp_path)
    with torch.inference_mode():
        assert torch.allclose(wrapped(IDS).logits, logits(net), atol=1e-6)
    again = AutoTokenizer.from_pretrained(tmp_path)
    text = "the <c1> saw <name> ."
    assert again(text).input_ids == tokenizer.encode(text).ids
