"""Which plot a plan tells, and what its roles are called there.

In: a plan in roles (`RoleStory`) and kits. Out: a `Match` for each kit: the slots' roles, the sentences of the kit that
stand for the plan's events, and the share of the events that the kit knows. A plan that the planner made well is
known whole to one kit; a mixture of plots is known to none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from story_cli.artifacts import Frame
from story_cli.kits.tables import Kit, Sentence, load_kits
from story_cli.models.roles import PREFIX, RoleStory

_BRACE = re.compile(r"\{([^{}]*)\}")
_OWN_COLOUR = re.compile(r"(?:plain|brown|white|black|grey|golden|silver|col1|col2|red|green|blue) (?:\{?a )?\{?(\w+)")
_PLAIN_COLOUR = re.compile(r"\b(?:brown|grey|black|white)\b")


class Unit(NamedTuple):
    """One sentence of a kit where it stands: scene (from 0), and branch of the choice that it belongs to."""

    scene: int
    choice: int  # number of the item within the scene
    branch: int  # −1 where there is no choice
    sentence: Sentence
    frames: tuple[Frame, ...]  # words are the kit's slot names


class Plot(NamedTuple):
    """A kit with its sentences in one row."""

    kit: Kit
    units: tuple[Unit, ...]
    acts: frozenset[str]


class Match(NamedTuple):
    """How a kit tells a plan."""

    plot: Plot
    roles: dict[str, str]  # slot → role of the plan
    picks: dict[str, int]  # slot with the kit's own choices → which one the plan speaks of
    found: dict[tuple[int, int], int]  # (scene, frame) of the plan, from 0 → unit of the plot
    share: float  # of the plan's events


def read_frame(text: str) -> Frame:
    """'hero give thing >friend @in:home !happy ~ask' → a Frame of slot names."""
    words = text.split()
    plain = [w for w in words if w[0] not in "@!~>"]
    marks = {w[0]: w[1:] for w in words if w[0] in "@!~>"}
    relation, _, at = marks.get("@", "").partition(":")
    return Frame(
        agent=plain[0], act=plain[1], object=plain[2] if len(plain) > 2 else "", recipient=marks.get(">", ""),
        relation=relation, at=at, feeling=marks.get("!", ""), speech=marks.get("~", ""),
    )  # fmt: skip


def plot_of(kit: Kit) -> Plot:
    """The kit's sentences in the order of telling."""
    units: list[Unit] = []
    for number, scene in enumerate(kit.scenes):
        for place, item in enumerate(scene.say):
            for branch, sentences in enumerate(item.branches or ((item,),)):
                for sentence in sentences:
                    frames = tuple(read_frame(f) for f in sentence.frames)
                    units.append(Unit(number, place, branch if item.branches else -1, sentence, frames))
    return Plot(kit, tuple(units), frozenset(f.act for unit in units for f in unit.frames))


def best_match(story: RoleStory, plots: Sequence[Plot]) -> Match | None:
    """The plot that knows most of the plan's events; None where no plot knows a third of them."""
    acts = [frame.act for scene in story.scenes for frame in scene.frames]
    if not acts:
        return None
    known = [(sum(act in plot.acts for act in acts) / len(acts), plot) for plot in plots]
    likely = sorted((k for k in known if k[0] >= 1 / 3), key=lambda k: -k[0])
    best: Match | None = None
    for most, plot in likely:
        if best and best.share >= most:
            break
        match = match_plot(story, plot)
        if best is None or match.share > best.share:
            best = match
    return best if best and best.share >= 1 / 3 else None


def match_plot(story: RoleStory, plot: Plot) -> Match:
    """Binds the kit's slots to the plan's roles, event by event in the order of telling."""
    roles, picks = {"hero": "hero"}, dict[str, int]()
    found: dict[tuple[int, int], int] = {}
    last, count = -1, 0
    for number, scene in enumerate(story.scenes):
        for place, frame in enumerate(scene.frames):
            count += 1
            hit = _find(frame, plot, roles, picks, last)
            if hit is not None:
                found[number, place] = last = hit
        _bind_place(plot, roles, scene.place, last)
    return Match(plot, roles, picks, found, len(found) / max(1, count))


def _find(frame: Frame, plot: Plot, roles: dict[str, str], picks: dict[str, int], last: int) -> int | None:
    """The next unit that tells this event; binds what it names."""
    begin, count = max(0, last), len(plot.units)
    for at in (*range(begin, count), *range(begin)):
        for known in plot.units[at].frames:
            bound = unified(frame, known, plot.kit, roles, picks)
            if bound is not None:
                roles |= bound[0]
                picks |= bound[1]
                return int(at)
    return None


def unified(
    frame: Frame, known: Frame, kit: Kit, roles: dict[str, str], picks: dict[str, int]
) -> tuple[dict[str, str], dict[str, int]] | None:
    """Slots to bind so that the kit's frame says what the plan's frame says, or None."""
    if frame.act != known.act or frame.feeling != known.feeling or frame.speech != known.speech:
        return None
    new_roles, new_picks = dict[str, str](), dict[str, int]()
    slot = kit.slots.get(known.at)
    if frame.relation != known.relation and not (slot and slot.type == "hide"):
        return None
    for said, word in zip(_words(frame), _words(known), strict=True):
        if not _binds(said, word, kit, {**roles, **new_roles}, {**picks, **new_picks}, new_roles, new_picks):
            return None
    return new_roles, new_picks


def _words(frame: Frame) -> tuple[str, str, str, str]:
    return (frame.agent, frame.object, frame.recipient, frame.at)


def _binds(
    said: str, word: str, kit: Kit, roles: dict[str, str], picks: dict[str, int], new: dict[str, str],
    new_picks: dict[str, int],
) -> bool:  # fmt: skip
    slot = kit.slots.get(word)
    if word == "hero" or slot is None:
        return said == word or said == word.replace("-", " ")
    if slot.type == "pick":
        options = [n for n, words in enumerate(slot.pick) if said == head_of(words)]
        if not options or (word in picks and picks[word] not in options):
            return False
        new_picks.setdefault(word, picks.get(word, options[0]))
        return True
    if word in roles:
        return roles[word] == said
    if len(said) != 2 or said[0] != PREFIX[slot.type] or said in roles.values():  # type: ignore[index]
        return False
    new[word] = said
    return True


def head_of(words: dict[str, str]) -> str:
    """What a frame calls one of a kit's own choices: the last word of its noun."""
    return _BRACE.sub("", words.get("n", next(iter(words.values())))).strip().split(" ")[-1]


def _bind_place(plot: Plot, roles: dict[str, str], place: str, last: int) -> None:
    """The scene of the last event happens at the plan's place."""
    if last < 0:
        return
    slot = plot.kit.scenes[plot.units[last].scene].place
    if slot not in roles and place not in roles.values():
        roles[slot] = place


def plots_of(kits: Sequence[Kit]) -> tuple[Plot, ...]:
    """The plots of these kits."""
    return tuple(plot_of(kit) for kit in kits)


@lru_cache(maxsize=2)
def load_plots(folder: Path) -> tuple[Plot, ...]:
    """The plots of a folder of kits; kept in memory. Raises: StoryError naming the kit that cannot be read."""
    return plots_of(load_kits(folder))


def fits_theme(match: Match, theme: str) -> bool:
    """Whether the plot may happen in this theme."""
    return not match.plot.kit.themes or theme in match.plot.kit.themes


def slots_in(text: str) -> set[str]:
    """Words inside the braces of a paraphrase, forms and capitals taken off: the slots among them are spoken of."""
    words = [word for inside in _BRACE.findall(text) for word in inside.split()]
    return {(word[0].lower() + word[1:]).partition(".")[0] for word in words}


def named_things(match: Match, scene: int) -> set[str]:
    """Roles of things that every way to tell some event of this scene (from 0) names; others may be only "it"."""
    units = {u for (s, _), u in match.found.items() if s == scene}
    named = set[str]()
    for unit in units:
        tellings = [text for told in match.plot.units[unit].sentence.tellings.values() for text in told]
        if tellings:
            named |= set.intersection(*(_nouns_in(telling) for telling in tellings))
    return {match.roles[slot] for slot in named if slot in match.roles and match.roles[slot][0] == "t"}


def _nouns_in(text: str) -> set[str]:
    """The last words of a paraphrase's braces, where they are no other form ("{a shiny bell}", not "{bell.sound}")."""
    words = [inside.split()[-1] for inside in _BRACE.findall(text) if inside.strip()]
    return {word[0].lower() + word[1:].removesuffix(".s") for word in words if "." not in word.removesuffix(".s")}


def coloured_things(match: Match) -> set[str]:
    """Roles of things that the kit gives a colour itself, or that stand in a scene with "it was old and brown"."""
    slots = set[str]()
    for number in range(len(match.plot.kit.scenes)):
        units = [unit for unit in match.plot.units if unit.scene == number]
        tellings = [t for unit in units for told in unit.sentence.tellings.values() for t in told]
        slots |= {word for telling in tellings for word in _OWN_COLOUR.findall(telling)}
        if any(_PLAIN_COLOUR.search(telling) for telling in tellings):
            slots |= set().union(*map(_nouns_in, tellings))
    return {match.roles[slot] for slot in slots if slot in match.roles}
