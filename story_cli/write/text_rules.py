"""What may follow within a scene's text when it is decoded token by token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from story_cli.models.loading import TextModel
from story_cli.models.roles import CAPITAL, CLOSE, ENDS, MOST, OPEN, OPEN_ON, SOFT, role_tokens
from story_cli.models.sequences import MARKS

if TYPE_CHECKING:
    from torch import Tensor

_SHORTEST = 24  # tokens of a scene


class TextRules:
    """What may follow within a scene's text: no banned role token, closed quotes, no word twice running, and nobody
    else by the hero's name."""

    def __init__(self, model: TextModel, banned: frozenset[str]) -> None:
        tokenizer = model.sequencer.tokenizer
        self.end = model.sequencer.end
        size = model.net.shape.vocabulary
        self.base = torch.ones(size, dtype=torch.bool)
        for token in (*MARKS, *banned):
            number = tokenizer.token_to_id(token)
            if number is not None:
                self.base[number] = False
        self.base[self.end] = True
        self.id = {t: tokenizer.token_to_id(t) for t in (OPEN, OPEN_ON, CLOSE, CAPITAL, *ENDS, *SOFT, ",", ";")}
        self.finals = {self.id[t] for t in (*ENDS, CLOSE)}
        self.marks = set(self.id.values())
        self.roles = {tokenizer.token_to_id(token) for token in role_tokens()}
        self.hero_name = tokenizer.token_to_id("<name>")
        self.naming = [tokenizer.token_to_id(word) for word in ("called", "named")]
        self.names = {  # noun of a creature → its name
            tokenizer.token_to_id(f"<c{n}>"): tokenizer.token_to_id(f"<c{n}:name>")
            for n in range(1, MOST["creature"] + 1)
        }
        self.continued = torch.zeros(size, dtype=torch.bool)
        for number in range(size):
            self.continued[number] = (tokenizer.id_to_token(number) or "").startswith("##")

    def __call__(self, row: int, ids: Sequence[int]) -> Tensor:
        """The mask for the next token after `ids`."""
        mask = self.base.clone()
        opened = sum(i in (self.id[OPEN], self.id[OPEN_ON]) for i in ids) > sum(i == self.id[CLOSE] for i in ids)
        if opened:
            mask[[self.end, self.id[OPEN], self.id[OPEN_ON]]] = False
        else:
            mask[self.id[CLOSE]] = False
        if len(ids) < _SHORTEST or ids[-1] not in self.finals:
            mask[self.end] = False
        if ids:
            mask[ids[-1]] = False
        if not ids or ids[-1] in self.marks or ids[-1] in self.roles:
            mask &= ~self.continued
        self._name_once(mask, ids)
        return mask

    def _name_once(self, mask: Tensor, ids: Sequence[int]) -> None:
        """ "A crab called" goes on with the crab's name, if it has one that nobody has said yet."""
        last, before = ids[-1:], ids[-2:-1]
        if last and last[0] in self.naming:
            mask[self.hero_name] = mask[self.hero_name] & (not before or before[0] not in self.names)
            name = self.names.get(before[0]) if before else None
            if name is not None and self.base[name]:
                mask[:] = False
                mask[name] = True
        elif last and last[0] in self.names:
            name = self.names[last[0]]
            if not self.base[name] or name in ids:
                mask[self.naming] = False
        elif last and last[0] in self.names.values():
            mask[self.naming] = False
