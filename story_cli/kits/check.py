"""What is wrong with a kit as it is written: shape, slots, frames, paraphrases. Nothing is unfolded here."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from story_cli.catalogue import Library
from story_cli.kits.tables import Kit, KitTables, Sentence, Slot
from story_cli.kits.unfold import fits
from story_cli.models.roles import MOST, PREFIX

PLOT = ("wish", "obstacle", "helper", "trick", "twist")
RELATIONS = {
    "on", "in", "inside", "under", "below", "above", "over", "behind", "beside", "near", "between", "around", "at",
    "against", "with", "into", "through", "to", "from",
}  # fmt: skip
FEELINGS = {
    "happy", "sad", "scared", "surprised", "angry", "sleepy", "proud", "curious", "cross", "tired", "worried", "bored",
    "sorry", "cold", "brave", "lonely", "shy",
}  # fmt: skip
NEVER = {
    "kill", "killed", "dead", "die", "died", "blood", "gun", "shoot", "stupid", "ugly", "hate", "god", "beer", "wine",
    "kiss", "kissed", "devil", "hell", "damn", "weapon",
}  # fmt: skip
_PRONOUNS = {"he", "him", "his", "himself"}
_FORMS = {
    "creature": {"", "s", "go", "went", *_PRONOUNS}, "thing": {"", "s", "sound"}, "place": {"", "in", "to"},
    "hide": {"", "rel", "at"},
}  # fmt: skip
_HERO = {"h", "h~", "hero", *_PRONOUNS}
_SHARED = {"trait", "traits", "joy", "think", "went", "go", "how", "mood", "adj", "look", "col1", "col2", "thing_any"}
_BRACE = re.compile(r"\{([^{}]*)\}")
_PLAIN = re.compile(r"\[[^\[\]]*\]")
_SMALL = r"the|a|an|to|and|of|in|it|is|was|on|at|for|with|he|she|his|her"


def faults(kit: Kit, tables: KitTables) -> list[str]:
    """Everything that breaks a rule of docs/kits.md, in the order of the kit."""
    return [*_shape(kit, tables), *_slots(kit, tables), *_sentences(kit, tables), *_order(kit)]


def _shape(kit: Kit, tables: KitTables) -> Iterator[str]:
    if len(kit.scenes) != 5:
        yield f"{len(kit.scenes)} scenes instead of five"
    if len(set(kit.titles)) < 4:
        yield "fewer than four titles"
    if set(kit.plot) != set(PLOT) or not all(kit.plot.values()):
        yield f"plot needs {', '.join(PLOT)}"
    for name in kit.themes:
        if name not in tables.themes:
            yield f"unknown theme {name}"
    for name in kit.adjectives:
        if name not in tables.mood:
            yield f"unknown adjective {name}"
    varied = {key for _, sentence in kit.sentences() for key in sentence.tellings} - {"t"}
    if len(varied) < 2:
        yield "paraphrases for fewer than two adjectives"
    if not any(re.search(r"\bcol[12]\b|\blook\b", text) for text in kit.tellings()):
        yield "no paraphrase says the hero's colour ({look}, {a col1 …})"
    for number, scene in enumerate(kit.scenes, 1):
        slot = kit.slots.get(scene.place)
        if slot is None or slot.type != "place":
            yield f"scene {number}: {scene.place} is no place slot"
        always = sum(1 for s in scene.say if not s.air and s.chance >= 1)
        if not 2 <= always <= 6:
            yield f"scene {number}: {always} sentences that are always there (2 to 6 wanted)"


def _slots(kit: Kit, tables: KitTables) -> Iterator[str]:
    tags = {
        "creature": {t for f in tables.creatures.values() for t in f.tags},
        "thing": {t for f in tables.things.values() for t in f.tags},
        "place": {t for theme in tables.themes.values() for p in theme.places.values() for t in p.tags},
    }
    seen: set[str] = set()
    texts = " ".join(
        [*kit.tellings(), *kit.titles, *(t for s in kit.slots.values() for p in s.pick for t in p.values())]
    )
    used = {w.lower().split(".")[0] for b in _BRACE.findall(texts) for w in b.split()} | {s.place for s in kit.scenes}
    used |= {slot.within for slot in kit.slots.values()}
    for name, slot in kit.slots.items():
        if slot.type not in (*PREFIX, "pick") or (slot.type == "pick") != bool(slot.pick):
            yield f"slot {name}: type {slot.type} is none of {', '.join(PREFIX)}, and pick is empty"
            continue
        for tag in {*slot.has, *slot.any, *slot.not_} - tags.get(slot.type, set()):
            yield f"slot {name}: nothing has the tag {tag}"
        if slot.size not in ("", "bigger", "smaller", "tiny"):
            yield f"slot {name}: unknown size {slot.size}"
        if slot.type == "hide" and (slot.within not in seen or kit.slots[slot.within].type != "place"):
            yield f'slot {name}: "in" must name a place slot above it'
        if len({frozenset(choice) for choice in slot.pick}) > 1:
            yield f"slot {name}: its choices have different forms"
        if slot.pick and (len(slot.pick) < 2 or len({tuple(c.items()) for c in slot.pick}) < len(slot.pick)):
            yield f"slot {name}: two different choices at least"
        if name not in used:
            yield f"slot {name} is in no paraphrase"
        if name in _HERO | _SHARED or not re.fullmatch(r"[a-z]+\d?", name):
            yield f"slot {name}: the name is taken, or not plain lower case"
        seen.add(name)
    for sort, most in MOST.items():
        if sum(slot.type == sort for slot in kit.slots.values()) > most:
            yield f"more than {most} slots of type {sort}"
    if sum(slot.named > 0 for slot in kit.slots.values()) > 1:
        yield "more than one slot may get a name"


def _sentences(kit: Kit, tables: KitTables) -> Iterator[str]:
    actors = {"hero", "everyone", "nobody", "someone", *kit.slots, *kit.extras}
    everywhere: dict[str, int] = {}
    for number, sentence in kit.sentences():
        where = f"scene {number}"
        if sentence.air:
            if kit.slots.get(sentence.air, Slot()).type != "place":
                yield f"{where}: air of {sentence.air}, which is no place slot"
            continue
        yield from (f"{where}: {fault}" for fault in _frames(kit, sentence, actors))
        yield from (f"{where}: {fault}" for fault in _lists(kit, tables, sentence))
        for text in dict.fromkeys(itertools.chain(*sentence.tellings.values())):
            yield from (f"{where}: {fault}: {text[:70]}" for fault in telling_faults(kit, text, tables))
            if everywhere.setdefault(text, id(sentence)) != id(sentence):
                yield f"{where}: a paraphrase that stands elsewhere too: {text[:70]}"
    for choice in (c for slot in kit.slots.values() for c in slot.pick):
        yield from (f"pick: {word}: {text}" for text in choice.values() for word in _unknown(kit, text, tables))
    for title in kit.titles:
        yield from (f"title: {word}: {title}" for word in _unknown(kit, title, tables))


def _frames(kit: Kit, sentence: Sentence, actors: set[str]) -> Iterator[str]:
    if not sentence.frames:
        yield "a sentence without a frame"
    for frame in sentence.frames:
        plain = [w for w in frame.split() if w[0] not in "@!~>"]
        marks = {w[0]: w[1:] for w in frame.split() if w[0] in "@!~>"}
        if len(plain) not in (2, 3):
            yield f"a frame is who, what and at most whom: {frame}"
            continue
        relation, _, at = marks.get("@", "").partition(":")
        who = {plain[0], marks.get(">", "hero")}
        yield from (f"frame with unknown actor {name}: {frame}" for name in sorted(who - actors))
        if relation and (relation not in RELATIONS or not at):
            yield f"frame with unknown relation {relation}: {frame}"
        if marks.get("!", "happy") not in FEELINGS:
            yield f"frame with unknown feeling {marks['!']}: {frame}"
    for word in sentence.keywords:
        if not any(word in text.lower() for texts in sentence.tellings.values() for text in texts):
            yield f"keyword {word} is in no paraphrase"


def _lists(kit: Kit, tables: KitTables, sentence: Sentence) -> Iterator[str]:
    for key, texts in sentence.tellings.items():
        if key != "t" and key not in tables.mood:
            yield f"unknown adjective {key}"
        elif key != "t" and kit.adjectives and key not in kit.adjectives:
            yield f"the kit never has the adjective {key}: unreachable"
        if len(set(texts)) < len(texts):
            yield f"the same paraphrase twice ({key}): {texts[0][:50]}"
        if len(texts) < (3 if key == "t" else 1):
            yield f"too few paraphrases ({key}): {texts[0][:50]}"
    if not sentence.tellings or not 0 < sentence.chance <= 1:
        yield "a sentence that can never be told"


def telling_faults(kit: Kit, text: str, tables: KitTables) -> Iterator[str]:
    """What is wrong with one paraphrase by itself."""
    plain = _BRACE.sub("", text)
    animals = "|".join(n for n, s in kit.slots.items() if s.type == "creature") or "-"
    found = {
        "straight quote, digit or dash": re.search(r"[\"\d–—]", plain),
        "article outside the braces": re.search(r"\ban? (?=\{)", text, re.I)
        or re.search(rf"\bthe (?=\{{({animals})\}})", text, re.I),
        "write {he was}: the verb inside the braces": re.search(
            r"\{he\} (still |never |always |just )?(was|is|has|does|goes|[a-z]+[^su'’]s)\b(?<!always)(?<!this)",
            text,
            re.I,
        ),
        "a second verb cannot agree with “they”": re.search(
            r"\{he\b[^.!?”]*\b(and|but) (was|is|has|does)\b", text, re.I
        ),
        "unbalanced marks": any(text.count(a) != text.count(b) for a, b in ("“”", "{}", "[]")),
        "“her” cannot stand for “hers”": re.search(r"\{(\w+\.)?his\}( any more)?[.,;!?”]", text, re.I),
        "a quotation inside another": re.search(r"(?<![\w}\]])[‘’]", text),
        "no full stop": not re.search(r"[.!?\]]”?$", text),
        "begins with a small letter": re.match(r"[a-z]", text),
        "a word twice": re.search(rf"\b({_SMALL}) \1\b", text, re.I),
        "a or an": re.search(r"\ba (?!uni|use|one\b|eu)[aeiou]|\ban (?!hour|honest)[^aeiou\W]", plain),
        "a word of the never list": set(re.findall(r"[a-z]+", plain.lower())) & NEVER,
        "an empty or single choice": any("|" not in m for m in _PLAIN.findall(text)),
    }
    yield from (why for why, yes in found.items() if yes)
    yield from _unknown(kit, text, tables)


def _unknown(kit: Kit, text: str, tables: KitTables) -> Iterator[str]:
    """Words in braces that say nothing in this kit."""
    for brace in _BRACE.findall(text):
        for word in brace.split():
            base, _, form = word.lower().partition(".")
            slot = kit.slots.get(base)
            if slot is None:
                if form and not (base == "skill" and form in ("do", "did")):
                    yield f"unknown slot {word}"
            elif slot.type == "pick":
                forms = set(slot.pick[0]) if slot.pick else set()
                if (form or "n") not in forms | (_PRONOUNS if "pron" in forms else set()):
                    yield f"{word}: the choices of {base} have no such form"
            elif form not in _FORMS[slot.type]:
                yield f"{word}: a {slot.type} has no such form"
            elif form == "sound" and "noisy" not in slot.has:
                yield f'{word}: the slot must have "noisy"'
        if not brace.strip() or (len(brace.split()) == 1 and not _known(kit, brace)):
            yield f"unknown slot {brace!r}"


def _known(kit: Kit, word: str) -> bool:
    return word.lower().partition(".")[0] in {*_HERO, *_SHARED, *kit.slots, "skill"}


def _order(kit: Kit) -> Iterator[str]:
    """A creature that is "the frog" before every path has said "a frog"."""
    animals = {n for n, s in kit.slots.items() if s.type == "creature" and not s.known}
    met: set[str] = set()
    for number, scene in enumerate(kit.scenes, 1):
        for item in scene.say:
            parts = item.branches or ((item,),)
            brought = []
            for branch in parts:
                new = set(met)
                for sentence in branch:
                    yield from (f"scene {number}: {fault}" for fault in _too_soon(sentence, animals - new))
                    if sentence.chance >= 1:
                        new |= {n for n in animals if _all_say(sentence, n)}
                brought.append(new)
            met = set.intersection(*brought)


def _too_soon(sentence: Sentence, strangers: set[str]) -> Iterator[str]:
    for text in itertools.chain(*sentence.tellings.values()):
        for name in sorted(strangers):
            the = re.search(rf"\{{the ([^{{}}]* )?{name}\}}|\{{{name}\.(he|him|his|himself)[ }}]", text, re.I)
            first = re.search(rf"\{{an? [^{{}}]*\b{name}\}}", text, re.I)
            if the and not first:
                yield f"“the” {name} before “a” {name}: {text[:70]}"


def _all_say(sentence: Sentence, name: str) -> bool:
    texts = list(itertools.chain(*sentence.tellings.values()))
    return bool(texts) and all(re.search(rf"[{{ ]{name}\b", text, re.I) for text in texts)


def gaps(kit: Kit, library: Library) -> list[str]:
    """Slots that nothing in the world's catalogue can fill for any hero, by theme: plans could not be cast there."""
    found = []
    heroes = sorted({hero.size_m for hero in library.heroes.values()})
    for theme in kit.themes or [t.id for t in library.themes.values() if t.illustrated]:
        options: dict[str, list[tuple[tuple[str, ...], float]]] = {
            "creature": [(c.tags, c.size_m) for c in library.creatures_of(theme)],
            "thing": [(p.tags, p.size_m) for p in library.props_of(theme) if {"hand", "huge"} & set(p.tags)],
            "place": [(p.tags, 1.0) for p in library.places_of(theme)],
        }
        for name, slot in kit.slots.items():
            choices = options.get(slot.type, [])
            filled = any(fits(slot, tags, size, hero) for tags, size in choices for hero in heroes)
            if slot.type in options and not filled:
                found.append(f"slot {name}: nothing in the catalogue of {theme} fits")
    return found
