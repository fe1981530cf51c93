"""Our decoder as a transformers model, so that AutoConfig, AutoTokenizer and AutoModelForCausalLM open its folders.

Importing this module registers the classes; it takes the seconds that transformers takes, so the program itself loads
weights with `story_cli.models.loading`.
"""

from __future__ import annotations

from typing import Any

import msgspec
import torch
from torch import Tensor
from torch.nn import functional
from transformers import AutoConfig, AutoModelForCausalLM, PretrainedConfig, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutput

from story_cli.models.decoder import Decoder, DecoderShape
from story_cli.models.loading import MODEL_TYPE
from story_cli.models.sequences import Field


class StoryDecoderConfig(PretrainedConfig):  # type: ignore[no-untyped-call]
    """config.json of a decoder folder; the fields of `DecoderShape`."""

    model_type = MODEL_TYPE

    def __init__(self, **values: Any) -> None:
        self.shape_values = {k: values.pop(k) for k in DecoderShape.__struct_fields__ if k in values}
        for key, value in self.shape_values.items():
            setattr(self, key, value)
        super().__init__(**values)
        self.vocab_size = self.shape_values.get("vocabulary", 0)
        self.hidden_size = self.shape_values.get("width", 0)

    def shape(self) -> DecoderShape:
        """The network's shape."""
        return msgspec.convert(self.shape_values, DecoderShape)


class StoryDecoder(PreTrainedModel):  # type: ignore[no-untyped-call]
    """Wraps `Decoder`; without fields every token counts as text of the first scene."""

    config_class = StoryDecoderConfig
    base_model_prefix = "net"

    def __init__(self, config: StoryDecoderConfig) -> None:
        super().__init__(config)
        self.net = Decoder(config.shape())
        self.post_init()  # type: ignore[no-untyped-call]

    def _init_weights(self, module: torch.nn.Module) -> None:
        """Weights come from the file; only the rotary tables have to be made."""
        if isinstance(module, Decoder):
            module.reset_turns()

    def forward(
        self, input_ids: Tensor, fields: Tensor | None = None, scenes: Tensor | None = None,
        labels: Tensor | None = None, **_: Any,
    ) -> CausalLMOutput:  # fmt: skip
        """input_ids (B, T) → logits (B, T, vocabulary), and a loss if labels are given."""
        fields = torch.full_like(input_ids, int(Field.TEXT)) if fields is None else fields
        scenes = torch.ones_like(input_ids) if scenes is None else scenes
        logits = self.net(input_ids, fields, scenes)
        loss = None
        if labels is not None:
            loss = functional.cross_entropy(
                logits[:, :-1].flatten(0, 1).float(), labels[:, 1:].flatten(), ignore_index=-100
            )
        return CausalLMOutput(loss=loss, logits=logits)


AutoConfig.register(MODEL_TYPE, StoryDecoderConfig, exist_ok=True)
AutoModelForCausalLM.register(StoryDecoderConfig, StoryDecoder, exist_ok=True)
