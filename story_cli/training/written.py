"""House stories as training material: read, screened, cleared of doubles, labelled, told in roles, recast and divided.

Deterministic: same files, same seed, same bytes.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from story_cli.artifacts import Frame
from story_cli.catalogue import Library
from story_cli.guard import accepts
from story_cli.models.realise import FORMS, PRONOUNS, Wording, realise
from story_cli.models.roles import MOST, Role, RoleScene, RoleStory, spaced
from story_cli.training.labels import Rarity, frames, keywords

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

HELD_OUT = 10  # of ten stories one is never learnt from
ALIKE = 0.25  # share of common 5-word runs from which on two stories are the same
SCENES, WORDS = (3, 7), (12, 110)  # of a scene


class Screened(NamedTuple):
    """Rows that may be learnt from, and how many were left out for each reason."""

    rows: list[dict[str, Any]]
    refused: dict[str, int]


def screen(rows: Iterable[dict[str, Any]], library: Library) -> Screened:
    """Leaves out what is broken, unsafe, too long or short, or all but the same as one before."""
    kept: list[dict[str, Any]] = []
    refused: Counter[str] = Counter()
    owner: dict[tuple[str, ...], int] = {}
    for row in rows:
        reason = _refusal(row, library)
        runs = {run for scene in row.get("scenes", ()) for run in _runs(scene.get("text", ""))}
        shared = Counter(owner[run] for run in runs if run in owner)
        if not reason and shared and max(shared.values()) > ALIKE * len(runs):
            reason = "double"
        if reason:
            refused[reason] += 1
            continue
        for run in runs:
            owner.setdefault(run, len(kept))
        kept.append(row)
    return Screened(kept, dict(sorted(refused.items())))


def _refusal(row: dict[str, Any], library: Library) -> str:
    texts = [scene.get("text", "") for scene in row.get("scenes", ())]
    if not SCENES[0] <= len(texts) <= SCENES[1] or not row.get("hero_name"):
        return "form"
    if any(not WORDS[0] <= len(text.split()) <= WORDS[1] for text in texts):
        return "length"
    if not accepts(library, (*texts, row.get("title", "")), doubtful=True):
        return "unsafe"
    if row.get("theme") not in library.themes or row.get("hero") not in library.heroes:
        return "prompts"
    return "" if row["hero_name"] in " ".join(texts) else "nameless"


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z']+", text.lower())
    return zip(*(words[n:] for n in range(5)), strict=False)


def held_out(story_id: str) -> bool:
    """Whether a story is kept for testing; by its id, so that a story added elsewhere changes nothing."""
    return int(hashlib.sha256(story_id.encode()).hexdigest(), 16) % HELD_OUT == 0


def label(rows: Sequence[dict[str, Any]], nlp: Language, library: Library) -> list[RoleStory]:
    """Every story in roles with frames and keywords."""
    docs = list(nlp.pipe(scene["text"] for row in rows for scene in row["scenes"]))
    rarity = Rarity(docs)
    out, at = [], 0
    for row in rows:
        mine = docs[at : at + len(row["scenes"])]
        at += len(mine)
        out.append(_Labeller(row, library).story(mine, rarity))
    return out


class _Labeller:
    """One story: who and what it speaks of, by role."""

    def __init__(self, row: dict[str, Any], library: Library) -> None:
        self.row, self.library = row, library
        text = " ".join(scene["text"] for scene in row["scenes"])
        lower = text.lower()
        self.said: dict[str, str] = {row["hero_name"]: "<name>", library.heroes[row["hero"]].names[0]: "<hero>"}
        self.roles: list[Role] = []
        for things, sort, most in (
            (library.creatures, "creature", MOST["creature"]), (library.props, "thing", MOST["thing"]),
        ):  # fmt: skip
            found = [
                (lower.index(e.names[0]), e)
                for e in things.values()
                if e.id != row["hero"] and re.search(rf"\b{re.escape(e.names[0])}\b", lower)
            ]
            for n, (_, entry) in enumerate(sorted(found, key=lambda pair: (pair[0], pair[1].id))[:most], 1):
                role = f"{sort[0]}{n}"
                self.roles.append(Role(role, sort, kind=entry.names[0]))  # type: ignore[arg-type]
                self.said.setdefault(entry.names[0], f"<{role}>")
                self.said.setdefault(entry.plural, f"<{role}:s>")
        for n, place in enumerate(dict.fromkeys(s["place"] for s in row["scenes"]), 1):
            if n <= MOST["place"]:
                self.roles.append(Role(f"p{n}", "place", kind=place))
        self.pronoun = self._pronoun(text)
        longest = sorted(self.said, key=len, reverse=True)
        self.pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest))})\b", re.I)

    def _pronoun(self, text: str) -> dict[str, str]:
        """Pronoun words that can only be the hero's: nobody else in the story is called so."""
        mine = PRONOUNS.get(self.row.get("pronoun", ""), ())
        others = {"she": "he", "he": "she"}.get(self.row.get("pronoun", ""), "")
        alone = bool(others) and not re.search(rf"\b{others}\b", text, re.I) and len(self.roles) < 2
        return {word: f"<{form}>" for word, form in zip(mine, FORMS, strict=False)} if alone else {}

    def tokens(self, text: str) -> tuple[str, ...]:
        """Role tokens of a text."""
        by_word = {word.lower(): token for word, token in self.said.items()}
        told = self.pattern.sub(lambda m: by_word[m[0].lower()], text)
        out = spaced(told)
        return tuple(self.pronoun.get(token, token) for token in out)

    def word(self, word: str) -> str:
        """A frame's word as a role, if it is one."""
        token = self.said.get(word) or self.said.get(word.lower(), "")
        if token in ("<name>", "<hero>") or word in self.pronoun:
            return "hero"
        return token[1:3] if token else word

    def story(self, docs: Sequence[Doc], rarity: Rarity) -> RoleStory:
        places = {role.kind: role.id for role in self.roles if role.sort == "place"}
        entities = {word.lower(): token for word, token in self.said.items()}
        scenes = []
        for scene, doc in zip(self.row["scenes"], docs, strict=True):
            told = [self._in_roles(frame) for sentence in frames(doc) for frame in sentence]
            salient = keywords(doc, entities, rarity, (self.row["hero_name"],))
            plain = tuple(word for word in salient if word not in entities)
            scenes.append(
                RoleScene(places.get(scene["place"], "p1"), tuple(told[:10]), plain[:5], self.tokens(scene["text"]))
            )
        row = self.row
        return RoleStory(
            f"house:{row['id']}", row["theme"], row["hero"], tuple(row["adjectives"]), tuple(self.roles),
            self.tokens(row["title"]), self.tokens(row.get("wish", "")), tuple(scenes),
        )  # fmt: skip

    def _in_roles(self, frame: Frame) -> Frame:
        return Frame(
            self.word(frame.agent), frame.act, self.word(frame.object), self.word(frame.recipient), frame.relation,
            self.word(frame.at), frame.feeling, frame.speech,
        )  # fmt: skip


def recast(row: dict[str, Any], story: RoleStory, library: Library, rng: random.Random) -> dict[str, Any] | None:
    """The story with other people in it, told again in words: another hero's name, other creatures and things.

    The new name goes with the hero's pronoun, unless every pronoun of the text is known to be the hero's. None where
    two roles would get the same noun. Draws from rng.
    """
    free = any(token in ("<he>", "<his>", "<him>") for scene in story.scenes for token in scene.tokens)
    pronoun = row["pronoun"]
    if free:
        pronoun = rng.choice([p for p in ("she", "he") if p in library.heroes[story.hero].pronouns] or [pronoun])
    words = {"name": rng.choice(getattr(library.names, pronoun)), "hero": library.heroes[story.hero].names[0]}
    words |= dict(zip(FORMS, PRONOUNS[pronoun], strict=True))
    for role in story.roles:
        if role.sort == "creature":
            known = next(c for c in library.creatures.values() if c.names[0] == role.kind)
            alike = [c for c in library.creatures_of(story.theme) if set(c.tags) & set(known.tags)]
            creature = rng.choice(alike or [known])
            words |= {role.id: creature.names[0], f"{role.id}:s": creature.plural}
        elif role.sort == "thing":
            thing = next(p for p in library.props.values() if p.names[0] == role.kind)
            near = [p for p in library.props_of(story.theme) if set(p.tags) == set(thing.tags)]
            prop = rng.choice(near or [thing])
            words |= {role.id: prop.names[0], f"{role.id}:s": prop.plural}
    nouns = [words[role.id] for role in story.roles if role.sort in ("creature", "thing")]
    if len(set(nouns)) < len(nouns):
        return None
    wording = Wording(words)
    scenes = [
        {**scene, "text": realise(list(told.tokens), wording)}
        for scene, told in zip(row["scenes"], story.scenes, strict=True)
    ]
    return {**row, "id": f"{row['id']}-recast", "hero_name": words["name"], "pronoun": pronoun, "scenes": scenes}


def rows_of(library: Library) -> list[dict[str, Any]]:
    """The house stories, file by file."""
    found = []
    for path in sorted((library.root / "stories" / "house").glob("*.jsonl")):
        found += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return found
