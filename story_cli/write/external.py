"""Any causal model of the transformers library, in a folder: prompted with the plan in English.

Nothing is fetched. The model sees the plan of the scene and the story so far; what it writes is read back into roles,
so that it is judged like every other text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from story_cli.artifacts import Brief, Frame, Plan
from story_cli.errors import ExitStatus, StoryError
from story_cli.models.sampling import settled_threads
from story_cli.settings import WriteSettings
from story_cli.write.proposals import Past, Proposal
from story_cli.write.view import View, text_in_roles

_NEW, _PROMPT = 110, 700  # tokens


class ExternalWriter:
    """Writes with a model that others have trained."""

    name = "external"

    def __init__(self, folder: Path, brief: Brief, plan: Plan, seen: View, settings: WriteSettings) -> None:
        self.brief, self.plan, self.seen, self.settings = brief, plan, seen, settings
        self.model, self.tokenizer = _load(folder)

    def propose(self, number: int, pasts: Sequence[Past], count: int, seed: int) -> list[Proposal]:
        """Sampled texts, cut after their last whole sentence."""
        import torch

        each = -(-max(count, len(pasts)) // len(pasts))
        found: list[Proposal] = []
        torch.manual_seed(seed % 2**63)
        with settled_threads():
            for place, past in enumerate(pasts):
                inputs = self.tokenizer(self.prompt(number, past), return_tensors="pt", truncation=True,
                                        max_length=_PROMPT)  # fmt: skip
                out = self.model.generate(
                    **inputs, do_sample=True, temperature=self.settings.temperature, top_p=self.settings.top_p,
                    max_new_tokens=_NEW, num_return_sequences=each, no_repeat_ngram_size=5,
                    pad_token_id=self.tokenizer.pad_token_id or self.tokenizer.eos_token_id,
                    output_scores=True, return_dict_in_generate=True,
                )  # fmt: skip
                nats = self.model.compute_transition_scores(out.sequences, out.scores, normalize_logits=True)
                begin = inputs["input_ids"].shape[1]
                for row, sequence in enumerate(out.sequences):
                    text = whole_sentences(self.tokenizer.decode(sequence[begin:], skip_special_tokens=True))
                    told = nats[row][torch.isfinite(nats[row])]
                    tokens = list(text_in_roles(text, self.seen.words))
                    found.append(Proposal(tokens, place, float(told.mean()) if len(told) else -9.0))
        return found

    def remember(self, number: int, past: Past, place: int, tokens: Sequence[str], own: object) -> object:
        """Nothing: the prompt holds the story so far."""
        return None

    def prompt(self, number: int, past: Past) -> str:
        """The plan and the story so far in plain English."""
        brief, scene = self.brief, self.plan.scenes[number]
        events = "; ".join(_event(frame, brief.hero_name) for frame in scene.frames)
        place = f"{number + 1} of {len(self.plan.scenes)}, {scene.place}"
        words = f" Use the words: {', '.join(scene.keywords)}." if scene.keywords else ""
        return (
            f"A {' and '.join(brief.adjectives)} story for small children about {brief.hero_name} the {brief.hero}, "
            f"called “{self.plan.title}”. Scene {place}: {events}.{words}"
            f"\n\n{past.text} "
        )


def whole_sentences(text: str) -> str:
    """The first paragraph up to its last full stop, so that no sentence is left open."""
    text = " ".join(text.strip().split("\n\n")[0].split())
    ends = [m.end() for m in re.finditer(r"[.!?][\"”]?(?=\s|$)", text)]
    return text[: ends[-1]] if ends else f"{text}."


def _event(frame: Frame, hero: str) -> str:
    words = [frame.agent, frame.act, frame.object, f"to {frame.recipient}" if frame.recipient else "", frame.relation,
             frame.at]  # fmt: skip
    return " ".join(hero if word == "hero" else word for word in words if word)


def _load(folder: Path) -> tuple[Any, Any]:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        model: Any = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, use_safetensors=True)
        model.eval()
        tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as exc:
        hint = "name a folder with config.json, model.safetensors and tokenizer files"
        raise StoryError(f"the writer in {folder} cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
    return model, tokenizer
