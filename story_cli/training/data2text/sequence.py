"""Meanings and texts as the writer's sequences: each slot's value in the field of that slot, then the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer

from story_cli.models.sequences import FIELDS, NEXT, STORY, TEXT, Field, Piece, Sequencer
from story_cli.training.data2text.meaning import Meaning, Pair
from story_cli.training.data2text.wording import delexicalised, sign, tokens_of
from story_cli.training.vocabulary import train_tokenizer

PARTS = 2  # rows of the scene embedding: 0 the meaning, 1 the text


class SlotSequencer(Sequencer):
    """As the writer's, with the slots of a corpus for fields."""

    def __init__(self, tokenizer: Tokenizer, slots: Sequence[str], copied: Sequence[str]) -> None:
        super().__init__(tokenizer)
        self.slots, self.copied = tuple(slots), tuple(copied)

    @property
    def fields(self) -> int:
        """Rows of the field embedding."""
        return FIELDS + len(self.slots)

    def meaning(self, meaning: Meaning) -> Piece:
        """Act and slots, up to and with the mark after which the text begins."""
        tokens, fields = [*self.ids([STORY])], [int(Field.MARK)]
        if meaning.act:
            ids = self.ids(meaning.act.split("_"))
            tokens, fields = tokens + ids, fields + [int(Field.SPEECH)] * len(ids)
        for slot in meaning.slots:
            words = [sign(slot.name)] if slot.name in self.copied and slot.value else tokens_of(slot.value or "?")
            ids = self.ids(words)
            field = FIELDS + self.slots.index(slot.name)
            tokens += [*ids, *self.ids([NEXT])]
            fields += [field] * (len(ids) + 1)
        tokens, fields = [*tokens, self.text_mark], [*fields, int(Field.TEXT)]
        return Piece(tokens, fields, [0] * len(tokens), [False] * len(tokens))

    def pair(self, pair: Pair) -> Piece:
        """A meaning and its text, to be learnt."""
        return self.meaning(pair.meaning) + self.text(tokens_of(delexicalised(pair, self.copied)), 1)


def slots_of(pairs: Iterable[Pair]) -> list[str]:
    """Names of all slots, in alphabetical order."""
    return sorted({slot.name for pair in pairs for slot in pair.meaning.slots})


def learnt_tokenizer(pairs: Sequence[Pair], copied: Sequence[str], size: int) -> Tokenizer:
    """Word pieces of the texts and meanings; the signs of copied slots are whole."""
    texts = [" ".join(tokens_of(delexicalised(pair, copied))) for pair in pairs]
    texts += [" ".join(tokens_of(slot.value)) for pair in pairs for slot in pair.meaning.slots]
    texts += [pair.meaning.act.replace("_", " ") for pair in pairs]
    return train_tokenizer(texts, size, [sign(name) for name in copied])


__all__ = ["PARTS", "TEXT", "SlotSequencer", "learnt_tokenizer", "slots_of"]
