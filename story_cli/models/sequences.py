"""Role stories as token sequences with a field and a scene number for each token: what the writer reads and writes.

    header: theme, adjectives, hero, cast with nouns, title, wish
    then for each scene: place, frames, keywords, <text> … <end>

Both training and `write` build prompts here, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from tokenizers import Tokenizer

from story_cli.artifacts import Frame
from story_cli.models.roles import Role, RoleScene, RoleStory


class Field(IntEnum):
    """What a token is there for; index of the field embedding."""

    PAD = 0
    MARK = 1
    THEME = 2
    ADJECTIVE = 3
    HERO = 4
    ROLE = 5
    KIND = 6
    NAMED = 7
    TITLE = 8
    WISH = 9
    PLACE = 10
    AGENT = 11
    ACT = 12
    OBJECT = 13
    RECIPIENT = 14
    RELATION = 15
    AT = 16
    FEELING = 17
    SPEECH = 18
    KEYWORD = 19
    TEXT = 20
    SOURCE = 21


FIELDS = 24  # rows of the field embedding; a few are spare
STAGES = 6  # rows of the scene embedding: 0 the header, 1 … 5 the part of the story
PAD, UNKNOWN, STORY, SCENE, NEXT, TEXT, END = "<pad>", "<unk>", "<story>", "<scene>", ";", "<text>", "<end>"
MARKS = (PAD, UNKNOWN, STORY, SCENE, NEXT, TEXT, END, "<kit>", "<house>", "<open>")

_FRAME_FIELDS: tuple[tuple[str, Field], ...] = (
    ("agent", Field.AGENT),
    ("act", Field.ACT),
    ("object", Field.OBJECT),
    ("recipient", Field.RECIPIENT),
    ("relation", Field.RELATION),
    ("at", Field.AT),
    ("feeling", Field.FEELING),
    ("speech", Field.SPEECH),
)


class Piece(NamedTuple):
    """A stretch of a sequence, as ids: tokens, their fields, their scene numbers, and whether they are to be learnt."""

    tokens: list[int]
    fields: list[int]
    scenes: list[int]
    learnt: list[bool]

    def __add__(self, other: object) -> Piece:
        """Both, one after the other."""
        if not isinstance(other, Piece):
            return NotImplemented
        return Piece(
            self.tokens + other.tokens,
            self.fields + other.fields,
            self.scenes + other.scenes,
            self.learnt + other.learnt,
        )

    def last(self, count: int) -> Piece:
        """The last `count` tokens, or all if there are fewer."""
        start = max(0, len(self.tokens) - max(0, count))
        return Piece(self.tokens[start:], self.fields[start:], self.scenes[start:], self.learnt[start:])


def stage_of(number: int, count: int) -> int:
    """Which of the five parts of a story (1 … 5) scene `number` (from 1) of `count` belongs to."""
    return 1 + round(4 * (number - 1) / max(1, count - 1)) if count > 1 else 1


class Sequencer:
    """Turns plans and texts into ids with a tokenizer whose words are separated by spaces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.end = self._id(END)
        self.text_mark = self._id(TEXT)

    def _id(self, token: str) -> int:
        found = self.tokenizer.token_to_id(token)
        if found is None:
            raise KeyError(f"the tokenizer has no {token}")
        return int(found)

    def ids(self, words: Sequence[str]) -> list[int]:
        """Ids of words that are separated already."""
        return list(self.tokenizer.encode(" ".join(words), add_special_tokens=False).ids) if words else []

    def words(self, ids: Sequence[int]) -> list[str]:
        """Ids → words; pieces of a word are joined again."""
        words: list[str] = []
        for i in ids:
            token = self.tokenizer.id_to_token(i) or UNKNOWN
            if token.startswith("##") and words:
                words[-1] += token[2:]
            else:
                words.append(token)
        return words

    def _part(self, parts: Sequence[tuple[Sequence[str], Field]], scene: int) -> Piece:
        tokens, fields = [], []
        for words, field in parts:
            ids = self.ids(words)
            tokens += ids
            fields += [int(field)] * len(ids)
        return Piece(tokens, fields, [scene] * len(tokens), [False] * len(tokens))

    def header(self, story: RoleStory) -> Piece:
        """Theme, adjectives, hero, cast, title, wish."""
        source = {"kit": "<kit>", "house": "<house>"}.get(story.source.split(":")[0], "<open>")
        parts: list[tuple[Sequence[str], Field]] = [
            ((STORY,), Field.MARK),
            ((source,), Field.SOURCE),
            (story.theme.split("-"), Field.THEME),
            (story.adjectives, Field.ADJECTIVE),
            (story.hero.split("-"), Field.HERO),
        ]
        for role in story.roles:
            parts += _cast_entry(role)
        parts += [(story.title, Field.TITLE), (story.wish, Field.WISH)]
        return self._part(parts, 0)

    def plan(self, scene: RoleScene, stage: int) -> Piece:
        """Place, frames and keywords of one scene, up to and with the mark after which its text begins."""
        parts: list[tuple[Sequence[str], Field]] = [((SCENE,), Field.MARK), ((f"<{scene.place}>",), Field.PLACE)]
        for frame in scene.frames:
            parts += _frame_entry(frame)
        parts += [((word if not is_role(word) else f"<{word}>",), Field.KEYWORD) for word in scene.keywords]
        return self._part([*parts, ((TEXT,), Field.TEXT)], stage)

    def text(self, tokens: Sequence[str], stage: int, end: bool = True) -> Piece:
        """A scene's text, to be learnt."""
        ids = self.ids(tokens) + ([self.end] if end else [])
        return Piece(ids, [int(Field.TEXT)] * len(ids), [stage] * len(ids), [True] * len(ids))

    def story(self, story: RoleStory) -> Piece:
        """A whole story."""
        whole = self.header(story)
        for number, scene in enumerate(story.scenes, 1):
            stage = stage_of(number, len(story.scenes))
            whole += self.plan(scene, stage) + self.text(scene.tokens, stage)
        return whole


def is_role(word: str) -> bool:
    """Whether a frame's word names a role: "hero", "c1", "t2", "p1", "d1"."""
    return word == "hero" or (len(word) == 2 and word[0] in "ctpd" and word[1].isdigit())


def _cast_entry(role: Role) -> list[tuple[Sequence[str], Field]]:
    entry: list[tuple[Sequence[str], Field]] = [((f"<{role.id}>",), Field.ROLE)]
    if role.sort != "hide":
        entry.append((role.kind.split(), Field.KIND))
    return [*entry, ((f"<{role.id}:name>",), Field.NAMED)] if role.named else entry


def _frame_entry(frame: Frame) -> list[tuple[Sequence[str], Field]]:
    entry: list[tuple[Sequence[str], Field]] = []
    for name, field in _FRAME_FIELDS:
        word = getattr(frame, name)
        if word:
            entry.append(((f"<{word}>",) if is_role(word) else word.replace("-", " ").split(), field))
    return [*entry, ((NEXT,), Field.MARK)]
