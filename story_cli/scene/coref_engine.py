"""The coreference model of a folder: our own, or a checkpoint of fastcoref, for which this is the boundary.

fastcoref's package imports pandas and `datasets` (5 s) and configures logging; only its model module is loaded here,
which needs torch and transformers alone. Its classes predate transformers 5: `post_init` has to run first, and
attention has to be the plain kind. Source: S. Otmazgin, A. Cattan, Y. Goldberg, "F-coref", AACL 2022 (demo).
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from story_cli.errors import ExitStatus, StoryError
from story_cli.scene.links import ClusterLinks, Links, NetLinks
from story_cli.scene.parse import Parsed

if TYPE_CHECKING:
    from story_cli.scene.understand import Clusterer

Span = tuple[int, int]  # first and last token, both inside
_MODULE = "fastcoref.coref_models.modeling_fcoref"


def model_module() -> ModuleType:
    """fastcoref's module with FCorefModel, without running the package's own imports.

    Raises: StoryError if fastcoref is not installed.
    """
    if _MODULE in sys.modules:
        return sys.modules[_MODULE]
    spec = importlib.util.find_spec("fastcoref")
    if spec is None or not spec.submodule_search_locations:
        raise StoryError(
            "fastcoref is not installed", "run the set-up command of the README", ExitStatus.MISSING_ENGINE
        )
    loaded = "fastcoref" in sys.modules
    if not loaded:
        shell = ModuleType("fastcoref")
        shell.__path__ = list(spec.submodule_search_locations)
        sys.modules["fastcoref"] = shell
    try:
        return importlib.import_module(_MODULE)
    finally:
        if not loaded:
            del sys.modules["fastcoref"]  # a later `import fastcoref` gets the real package


@lru_cache(maxsize=1)
def model_class() -> type[Any]:
    """FCorefModel, made to construct, save and load on transformers 5."""
    base: Any = model_module().FCorefModel

    class StoryCoref(base):  # type: ignore[misc]
        _supports_sdpa = False
        _supports_flash_attn = False
        _supports_flex_attn = False
        _ready = False

        def init_weights(self) -> None:
            if self._ready:
                super().init_weights()
            else:
                self._ready = True
                self.post_init()

    return StoryCoref


def load_network(folder: Path) -> Any:
    """The network with a folder's weights. Its class learns its configuration class only when it is constructed, so
    `from_pretrained` would build a BERT: construct it first, then fill it.

    Raises: ValueError if it is no F-coref checkpoint or weights are missing.
    """
    import torch
    from safetensors.torch import load_file
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained(folder)
    if not hasattr(config, "coref_head"):
        raise ValueError("its configuration has no coref_head")
    config._attn_implementation = "eager"
    model = model_class()(config)
    if (folder / "model.safetensors").is_file():
        weights = load_file(folder / "model.safetensors")
    else:
        weights = torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True)
    found = model.load_state_dict({name: value.float() for name, value in weights.items()}, strict=False)
    missing = [name for name in found.missing_keys if not name.endswith(("position_ids", "token_type_ids"))]
    if missing:
        raise ValueError(f"weights are missing: {', '.join(missing[:3])} …")
    return model.eval()


class Checkpoint:
    """A loaded checkpoint of fastcoref: words in, clusters of word spans out."""

    def __init__(self, folder: Path) -> None:
        """Raises: StoryError if the folder holds no F-coref checkpoint."""
        import tokenizers
        import torch

        self._torch = torch
        try:
            self._model = load_network(folder)
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        except (OSError, ValueError, RuntimeError) as exc:
            hint = "name a folder that fastcoref wrote, or train one: storycli train coref"
            raise StoryError(f"cannot load the coreference model {folder}: {exc}", hint) from exc
        self._segment = int(self._model.config.coref_head.get("max_segment_len", 512))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def clusters(self, words: Sequence[str]) -> list[list[Span]]:
        """Clusters of two or more spans, in order of their first mention."""
        from story_cli.models.coref import joined

        torch = self._torch
        encoded = self._tokenizer.encode(list(words), is_pretokenized=True)
        ids, owners = encoded.ids, encoded.word_ids
        if len(ids) < 4:
            return []
        with torch.no_grad():
            starts, ends, _, logits = self._model(self._batch(ids), return_all_outputs=True)
        antecedents = logits[0].argmax(dim=-1).tolist()
        return joined(starts[0].tolist(), ends[0].tolist(), antecedents, owners)

    def _batch(self, ids: Sequence[int]) -> dict[str, Any]:
        """One document in segments; what is left over of the last one goes by itself, as in fastcoref's collator."""
        torch, size = self._torch, self._segment
        whole = len(ids) // size if len(ids) > size else 1
        main = ids[: whole * size]
        rest = ids[whole * size :]
        ones = torch.ones(1, whole, len(main) // whole, dtype=torch.long)
        batch: dict[str, Any] = {
            "input_ids": torch.tensor(main).view(1, whole, -1),
            "attention_mask": ones,
            "leftovers": {"input_ids": [], "attention_mask": []},
        }
        if rest:
            batch["leftovers"] = {
                "input_ids": torch.tensor([rest]),
                "attention_mask": torch.ones(1, len(rest), dtype=torch.long),
            }
        return batch


@lru_cache(maxsize=2)
def load_model(folder: Path) -> Checkpoint:
    """The checkpoint of a folder, loaded once."""
    return Checkpoint(folder)


def load_clusterer(folder: Path, shared: Path) -> Clusterer:
    """What a model says of a story's scenes: our own over the word pieces in `shared`, or a checkpoint of fastcoref.
    It loads on its first use."""
    from story_cli.models.coref import is_ours, load_coref

    if is_ours(folder):
        return lambda scenes: NetLinks(load_coref(folder, shared), scenes)

    def cluster(scenes: Sequence[Parsed]) -> Links:
        words: list[str] = []
        homes: list[tuple[int, int]] = []
        for number, scene in enumerate(scenes):
            for token in scene.doc:
                words.append(token.text)
                homes.append((number, token.i))
        found = load_model(folder).clusters(words)
        return ClusterLinks([[(*homes[first], homes[last][1] + 1) for first, last in spans] for spans in found])

    return cluster
