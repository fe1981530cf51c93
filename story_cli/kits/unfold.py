"""Unfold a kit into a story in roles: sentences chosen among the paraphrases, slots kept as role tokens.

Nothing is realised here: one role text stands for every hero and cast, which is what the models learn.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator, Sequence

from story_cli.artifacts import Frame
from story_cli.errors import StoryError
from story_cli.kits.match import head_of, read_frame
from story_cli.kits.tables import Filler, Kit, KitScene, KitTables, Sentence, Slot
from story_cli.kits.wording import Polish
from story_cli.models.roles import MOST, PREFIX, Role, RoleScene, RoleStory, spaced

_PRONOUN_FORMS = ("he", "him", "his", "himself")
_HERO_WORDS = {"joy": "joy", "think": "think", "go": "go", "went": "went", "look": "look", "col1": "col1",
               "col2": "col2", "hero": "hero", "skill.do": "skill:do", "skill.did": "skill:did"}  # fmt: skip
_THIRD = {"he": ("he", "him", "his", "himself"), "she": ("she", "her", "her", "herself")}
_BRACE = re.compile(r"\{([^{}]*)\}")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SHORTEST, _LONGEST = 28, 60  # words a scene, of the story guide


class Unfit(Exception):  # noqa: N818  a word of the field: the kit is not at fault
    """The kit has no filling for this theme and hero."""


class Filled:
    """A slot with its filling while a story unfolds: a role, or words of the kit's own."""

    def __init__(
        self,
        slot: Slot,
        role: Role | None,
        words: dict[str, str] | None = None,
        tags: Sequence[str] = (),
        met: bool = False,
    ) -> None:
        self.slot, self.role, self.words, self.tags = slot, role, words or {}, tags
        self.met = met  # whether its name has been said


class Unfolding:
    """One story under way: kit, theme, hero, and the slots filled so far."""

    def __init__(
        self, kit: Kit, tables: KitTables, polish: Polish, theme: str, hero: str, rng: random.Random,
        adjectives: Sequence[str] = (), slots: dict[str, Filled] | None = None,
    ) -> None:  # fmt: skip
        """`adjectives` and `slots` are drawn from rng where they are not given."""
        self.kit, self.tables, self.polish, self.theme, self.rng = kit, tables, polish, theme, rng
        self.hero, self.hero_size = hero, tables.heroes[hero].size
        offered = kit.adjectives or tuple(tables.mood)
        self.adjectives = list(adjectives) or rng.sample(offered, rng.choice([1, min(2, len(offered))]))
        self.slots: dict[str, Filled] = {} if slots is None else slots
        self.used: set[str] = set()
        self.mentioned: set[str] = set()
        self.raw = ""
        self.spoken = False  # inside quotation marks
        if slots is None:
            for name, slot in kit.slots.items():
                self.slots[name] = self._fill(slot)
        wearable = [t for t in tables.themes[theme].things if "wear" in tables.things[t].tags]
        self.wearable = rng.choice(wearable or list(tables.themes[theme].things))

    # --- filling -------------------------------------------------------------------------------------------------

    def _fill(self, slot: Slot) -> Filled:
        if slot.type == "pick":
            return Filled(slot, None, dict(self.rng.choice(slot.pick)))
        theme = self.tables.themes[self.theme]
        taken = {f.role.kind for f in self.slots.values() if f.role}
        heads = {kind.split()[-1] for kind in taken} | {self.hero}
        options: list[tuple[str, tuple[str, ...]]]
        if slot.type == "hide":
            home = self.slots[slot.within].role
            assert home is not None
            options = [(h, ()) for h in theme.places[home.kind].hides if h not in taken]
        elif slot.type == "place":
            options = [(k, p.tags) for k, p in theme.places.items() if k not in taken and fits(slot, p.tags, 1, 1)]
        else:
            table = self.tables.creatures if slot.type == "creature" else self.tables.things
            names = theme.creatures if slot.type == "creature" else theme.things
            options = [
                (name, table[name].tags)
                for name in names
                if not _heads(name, table[name].pl) & heads
                and fits(slot, table[name].tags, table[name].size, self.hero_size)
            ]
            unsaid = [o for o in options if not _heads(o[0], table[o[0]].pl) & self.kit.said]
            options = unsaid or options
        if not options:
            raise Unfit(f"{self.kit.id}: nothing for {slot} with {self.hero} in {self.theme}")
        kind, tags = self.rng.choice(options)
        return Filled(slot, self._role(slot, kind), {}, tags)

    def _role(self, slot: Slot, kind: str) -> Role:
        prefix = PREFIX[slot.type]  # type: ignore[index]
        number = 1 + sum(1 for f in self.slots.values() if f.role and f.role.id[0] == prefix)
        if number > MOST[slot.type]:  # type: ignore[index]
            raise Unfit(f"{self.kit.id}: more than {number - 1} slots of {slot.type}")
        within = self.slots[slot.within].role if slot.within else None
        named = self.rng.random() < slot.named
        return Role(f"{prefix}{number}", slot.type, slot.needs(), named, within.id if within else "", kind)  # type: ignore[arg-type]

    # --- words ---------------------------------------------------------------------------------------------------

    def _tinted(self, table: dict[str, tuple[str, ...]]) -> str:
        """A word or phrase from a table, tinted by the story's adjectives."""
        return self.rng.choice([x for a in [*self.adjectives, "*"] for x in table.get(a, ())])

    def _word(self, word: str) -> str:
        """What one word inside braces becomes: a role token, a slot's own words, or itself."""
        low = word[0].lower() + word[1:]
        if word in ("H", "H~"):
            raw = self.raw.lower()
            again = "hero" in self.mentioned and "{a hero}" not in raw and "the {hero}" not in raw
            self.mentioned.add("hero")
            chance = 0 if self.spoken else 0.4 if word == "H~" else 0.25 if again else 0  # people call one by name
            return "the <hero>" if self.rng.random() < chance else "<name>"
        if low in _HERO_WORDS:
            self.mentioned |= {"hero"} if low == "hero" else set()
            return f"<{_HERO_WORDS[low]}>"
        if low in _PRONOUN_FORMS:
            return f"<{low}>"
        if low in ("mood", "how", "trait", "traits"):
            return self._tinted({"mood": self.tables.mood, "how": self.tables.how}.get(low, self.tables.traits))
        if low == "adj":
            return self.adjectives[0]
        if low == "thing_any":
            return self.wearable
        return self._slot_word(low, word)

    def _slot_word(self, low: str, word: str) -> str:
        base, _, form = low.partition(".")
        if base not in self.slots:
            return word
        self.mentioned.add(base)
        filled = self.slots[base]
        if filled.role is None:
            if form in _PRONOUN_FORMS:
                return _THIRD[filled.words["pron"]][_PRONOUN_FORMS.index(form)]
            if (form or "n") not in filled.words:
                raise StoryError(
                    f"kit {self.kit.id}: {word} says nothing", "storycli library kits check finds the line"
                )
            return filled.words[form or "n"]
        return f"<{filled.role.id}{':' + form if form else ''}>"

    def _brace(self, found: re.Match[str]) -> str:
        self.spoken = found.string.count("“", 0, found.start()) > found.string.count("”", 0, found.start())
        words = found[1].split()
        article = words.pop(0).lower() if words[0].lower() in ("a", "an", "the") and words[1:] else ""
        out = " ".join(self._word(w) for w in words)
        filled = self.slots.get(words[-1]) if article else None
        if filled and filled.role and filled.role.sort == "creature":
            if article == "the" and filled.role.named and filled.met and self.rng.random() < 0.5:
                out, article = f"<{filled.role.id}:name>", ""
            elif article != "the":
                out = f"{self._tinted(self.tables.desc)} {out}" if len(words) == 1 and self.rng.random() < 0.35 else out
                if filled.role.named and not filled.met:
                    out = f"{out} {self.rng.choice(['called', 'named'])} <{filled.role.id}:name>"
                    filled.met = True
        if article:
            out = f"{'the' if article == 'the' else 'a'} {out}"
        return _capital(out) if found[1][0].isupper() and words[0] not in ("H", "H~") else out

    def render(self, text: str) -> str:
        """A paraphrase as role text; draws from the story's rng."""
        self.raw = text
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda m: self.rng.choice(m[1].split("|")), text)
        while _BRACE.search(text):
            text = _BRACE.sub(self._brace, text)
        return _capital(self.polish(text, self.rng))

    # --- frames and scenes ---------------------------------------------------------------------------------------

    def _entity(self, word: str) -> str:
        """A slot's role id, a pick's head noun, or the word."""
        filled = self.slots.get(word)
        if filled is None:
            return word
        if filled.role:
            return filled.role.id
        return head_of(filled.words) or word

    def frame(self, text: str) -> Frame:
        """'hero give thing >friend @in:p1 !happy ~ask' → a Frame with roles."""
        named = read_frame(text)
        return Frame(
            agent=self._entity(named.agent), act=named.act, object=self._entity(named.object),
            recipient=self._entity(named.recipient), relation=named.relation, at=self._entity(named.at),
            feeling=named.feeling, speech=named.speech,
        )  # fmt: skip

    def choose(self, sentence: Sentence, certain: bool = False, fits: Callable[[str], bool] = lambda text: True) -> str:
        """A paraphrase of one sentence that fits, or "" when it stays out of this story (never where `certain`)."""
        if sentence.air:
            place = self.slots[sentence.air].role
            assert place is not None
            pool = list(self.tables.themes[self.theme].places[place.kind].air)
            pool += [x for a in self.adjectives for x in self.tables.air_adj.get(a, ())]
        else:
            mine = [x for a in self.adjectives for x in sentence.tellings.get(a, ())]
            plain = list(sentence.tellings.get("t", ()))
            pool = mine if mine and (self.rng.random() < 0.65 or not plain) else plain
        pool = [x for x in pool if x not in self.used and fits(x)]
        return self.rng.choice(pool) if pool and (certain or self.rng.random() < sentence.chance) else ""

    def scene(self, scene: KitScene) -> RoleScene:
        """A scene of 28 to 60 words, or the nearest of ten tries."""
        met = {name: filled.met for name, filled in self.slots.items()}
        tries = []
        for _ in range(10):
            for name, was in met.items():
                self.slots[name].met = was
            told, raw = self._tell_scene(scene)
            length = sum(_length(t) for t in told.tokens)
            after = {name: filled.met for name, filled in self.slots.items()}
            tries.append((max(0, _SHORTEST - length, length - _LONGEST), told, raw, after))
            if tries[-1][0] == 0:
                break
        _, told, raw, after = min(tries, key=lambda t: t[0])
        self.used |= set(raw)
        for name, is_met in after.items():
            self.slots[name].met = is_met
        return told

    def _tell_scene(self, scene: KitScene) -> tuple[RoleScene, list[str]]:
        self.mentioned = set()
        lines: list[str] = []
        raw: list[str] = []
        frames: list[Frame] = []
        keywords: list[str] = []
        for item in scene.say:
            for sentence in self.rng.choice(item.branches) if item.branches else (item,):
                telling = self.choose(sentence)
                if telling:
                    raw.append(telling)
                    lines.append(self.render(telling))
                    frames += [self.frame(f) for f in sentence.frames]
                    keywords += sentence.keywords
        text = " ".join(lines)
        words = text.lower()
        place = self.slots[scene.place].role
        assert place is not None
        kept = tuple(dict.fromkeys(k for k in keywords if k in words))
        return RoleScene(place.id, tuple(frames), kept, tuple(spaced(text))), raw

    def tell(self) -> RoleStory:
        """The whole story."""
        scenes = tuple(self.scene(scene) for scene in self.kit.scenes)
        self.mentioned = set()
        title = spaced(self.render(self.rng.choice(self.kit.titles)).rstrip("."))
        roles = tuple(f.role for f in self.slots.values() if f.role)
        return RoleStory(
            f"kit:{self.kit.id}", self.theme, self.hero, tuple(self.adjectives), roles, tuple(title),
            tuple(spaced(self.kit.wish)), scenes,
        )  # fmt: skip


def fits(slot: Slot, tags: Sequence[str], size: float, hero_size: float) -> bool:
    """Whether something with these tags and size (metres) may fill the slot."""
    has = set(tags)
    sized = {"bigger": size > 1.5 * hero_size, "smaller": size < 0.75 * hero_size,
             "tiny": size <= min(0.35, 0.75 * hero_size)}.get(slot.size, True)  # fmt: skip
    return (
        set(slot.has) <= has
        and not has & set(slot.not_)
        and (not slot.any or bool(has & set(slot.any)))
        and sized
        and size <= slot.max
    )


def _heads(name: str, plural: str) -> set[str]:
    """The last words of a noun and of its plural."""
    head = name.split()[-1]
    return {head, plural.split()[-1] if plural else f"{head}s"}


def _length(token: str) -> int:
    """How many words a token is when it is told, about."""
    form = token.rpartition(":")[2].strip("<>")
    if token[0] != "<":
        return int(token[0].isalpha())
    return 4 if form in ("look", "in", "to", "joy", "think") or token[1] == "d" else 1


def _capital(text: str) -> str:
    """The text with its first letter, or its first role token, written with a capital."""
    return re.sub(r"[A-Za-z]", lambda m: m[0].upper(), text, count=1)


def unfold(kit: Kit, tables: KitTables, polish: Polish, theme: str, hero: str, rng: random.Random) -> RoleStory:
    """One story of the kit. Raises: Unfit."""
    return Unfolding(kit, tables, polish, theme, hero, rng).tell()


def unfold_many(kits: Sequence[Kit], tables: KitTables, count: int, seed: int) -> Iterator[RoleStory]:
    """`count` stories: kits in turn, each going through all its themes and heroes before one comes again."""
    rng, polish = random.Random(seed), Polish(tables)
    decks: dict[str, list[tuple[str, str]]] = {kit.id: [] for kit in kits}
    made, misses = 0, 0
    for kit in itertools.cycle(kits):
        if made >= count or misses > 50 * len(kits) + count:
            return
        deck = decks[kit.id]
        if not deck:
            deck += itertools.product(kit.themes or tables.themes, tables.heroes)
            rng.shuffle(deck)
        try:
            story = unfold(kit, tables, polish, *deck.pop(), random.Random(rng.random()))
        except Unfit:
            misses += 1
            continue
        made += 1
        yield story


__all__ = ["Filler", "Unfit", "Unfolding", "fits", "unfold", "unfold_many"]
