"""Tells meanings with a trained writer: beams, then the text that classifier and slot matcher find accurate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch

from story_cli.models.decoder import Decoder
from story_cli.models.fidelity import CLASSES, Fidelity, encode
from story_cli.training.data2text.beams import beams
from story_cli.training.data2text.faults import clauses, frames_of
from story_cli.training.data2text.meaning import Meaning
from story_cli.training.data2text.scores import slot_errors
from story_cli.training.data2text.sequence import SlotSequencer
from story_cli.training.data2text.wording import values_of, written

_TOGETHER = 24  # meanings told at a time


class Text(NamedTuple):
    """One candidate of a meaning."""

    text: str
    nats: float  # sum of log-probabilities
    length: int  # tokens, the end included
    accurate: bool  # by the classifier
    errors: int  # by the slot matcher


class Teller(NamedTuple):
    """Everything that tells meanings of one corpus."""

    name: str
    net: Decoder
    sequencer: SlotSequencer
    judge: Fidelity
    capitals: dict[str, str]

    def candidates(self, meanings: Sequence[Meaning], width: int) -> list[list[Text]]:
        """Up to `width` texts of each meaning."""
        out: list[list[Text]] = []
        with torch.inference_mode():
            for begin in range(0, len(meanings), _TOGETHER):
                some = meanings[begin : begin + _TOGETHER]
                prompts = [self.sequencer.meaning(meaning) for meaning in some]
                for meaning, found in zip(some, beams(self.net, prompts, self.sequencer.end, width), strict=True):
                    told = [(self.sequencer.words(c.ids), c) for c in found if c.ids]
                    verdicts = self._accurate(meaning, [tokens for tokens, _ in told])
                    texts = []
                    for (tokens, c), accurate in zip(told, verdicts, strict=True):
                        text = written(tokens, values_of(meaning, self.sequencer.copied), self.capitals)
                        errors = slot_errors(meaning, text, self.name, self.sequencer.copied).errors
                        texts.append(Text(text, c.nats, len(c.ids) + 1, accurate, errors))
                    out.append(texts or [Text("", 0.0, 1, False, 99)])
        return out

    def _accurate(self, meaning: Meaning, texts: Sequence[list[str]]) -> list[bool]:
        if not texts:
            return []
        frames = frames_of(meaning, self.sequencer.copied)
        told = self.judge(encode([(frames, clauses(tokens)) for tokens in texts]))
        return [n == CLASSES.index("accurate") for n in told.scene.argmax(1).tolist()]


WAYS = ("beams", "classifier", "classifier and matcher")


def chosen(texts: Sequence[Text], way: str, power: float) -> Text:
    """The text to be told: likeliest, or likeliest among those that are found accurate."""

    def key(text: Text) -> tuple[float, ...]:
        likely = text.nats / text.length**power
        if way == "classifier":
            return (float(text.accurate), likely)
        if way == "classifier and matcher":
            return (-text.errors, float(text.accurate), likely)
        return (likely,)

    return max(texts, key=key)
