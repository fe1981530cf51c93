"""Plans as sequences of atoms: the planner's language, its grammar, and the way back to a plan in roles.

An atom is a word with its kind in front: "theme:castle", "adj:silly", "hero:cat", "role:c1", "need:+hand", "title:…",
"wish:…", "place:p1", "who:hero", "act:give", "obj:t1", "to:c1", "rel:in", "at:p1", "feel:happy", "say:thank" and
"key:bell". The grammar says which kinds may follow, so that whatever the planner samples is a well-formed plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from story_cli.artifacts import Frame
from story_cli.models.roles import MOST, PREFIX, Role, RoleScene, RoleSort, RoleStory, role_of
from story_cli.models.sequences import Field, is_role

PLAN, SCENE, DONE = "mark:plan", "mark:scene", "mark:done"
NAMED = "need:named"

FIELD_OF: dict[str, Field] = {
    "mark": Field.MARK, "theme": Field.THEME, "adj": Field.ADJECTIVE, "hero": Field.HERO, "role": Field.ROLE,
    "need": Field.KIND, "title": Field.TITLE, "wish": Field.WISH, "place": Field.PLACE, "who": Field.AGENT,
    "act": Field.ACT, "obj": Field.OBJECT, "to": Field.RECIPIENT, "rel": Field.RELATION, "at": Field.AT,
    "feel": Field.FEELING, "say": Field.SPEECH, "key": Field.KEYWORD,
}  # fmt: skip
_FRAME_KINDS = {"who": "agent", "act": "act", "obj": "object", "to": "recipient", "rel": "relation", "at": "at",
                "feel": "feeling", "say": "speech"}  # fmt: skip
_NEXT: dict[str, tuple[str, ...]] = {
    "role": ("need", "role", "wish"),
    "need": ("need", "role", "wish"),
    "title": ("title", "mark"),
    "wish": ("wish", "mark"),
    "place": ("who",),
    "who": ("act",),
    "act": ("obj", "to", "rel", "feel", "say", "who", "key", "mark"),
    "obj": ("to", "rel", "feel", "say", "who", "key", "mark"),
    "to": ("rel", "feel", "say", "who", "key", "mark"),
    "rel": ("at",),
    "at": ("feel", "say", "who", "key", "mark"),
    "feel": ("say", "who", "key", "mark"),
    "say": ("who", "key", "mark"),
    "key": ("key", "mark"),
}
_MOST_NEEDS = 9
_MOST_FRAMES, _LEAST_FRAMES = 10, 2
_LONGEST_TITLE, _LONGEST_WISH, _MOST_KEYWORDS = 12, 12, 4
_SORTS: tuple[RoleSort, ...] = ("creature", "thing", "place", "hide")


def prompt(theme: str, adjectives: Sequence[str], hero: str) -> list[str]:
    """The atoms that the planner goes on from."""
    return [PLAN, f"theme:{theme}", *(f"adj:{a}" for a in adjectives), f"hero:{hero}"]


def to_atoms(story: RoleStory) -> list[str]:
    """A story's plan as atoms, its texts left out."""
    atoms = prompt(story.theme, story.adjectives, story.hero)
    for role in sorted(story.roles, key=lambda r: (_SORTS.index(r.sort), r.id)):
        atoms += [f"role:{role.id}", *(f"need:{need}" for need in role.needs)]
        atoms += [NAMED] if role.named else []
        atoms += [f"need:in:{role.within}"] if role.within else []
    atoms += [f"wish:{t}" for t in story.wish]
    for scene in story.scenes:
        atoms += [SCENE, f"place:{scene.place}"]
        for frame in scene.frames:
            atoms += [f"{kind}:{getattr(frame, name)}" for kind, name in _FRAME_KINDS.items() if getattr(frame, name)]
        atoms += [f"key:{k}" for k in scene.keywords]
    return [*atoms, *(f"title:{t}" for t in story.title), DONE]


def beginning(story: RoleStory) -> list[str]:
    """The atoms of cast and wish, which come between the prompt and the first scene."""
    atoms = to_atoms(story)
    return atoms[len(prompt(story.theme, story.adjectives, story.hero)) : atoms.index(SCENE)]


def from_atoms(atoms: Sequence[str], source: str = "planner") -> RoleStory:
    """The plan that the atoms say. Raises: ValueError for atoms outside the grammar."""
    found: dict[str, list[str]] = {kind: [] for kind in ("theme", "adj", "hero", "title", "wish")}
    roles: list[Role] = []
    scenes: list[tuple[str, list[dict[str, str]], list[str]]] = []
    for atom in atoms:
        kind, _, word = atom.partition(":")
        if kind in found:
            found[kind].append(word)
        elif kind == "role":
            roles.append(Role(word, _sort_of(word)))
        elif kind == "need":
            roles[-1] = _with_need(roles[-1], word)
        elif kind == "place":
            scenes.append((word, [], []))
        elif kind == "key":
            scenes[-1][2].append(word)
        elif kind in _FRAME_KINDS:
            if kind == "who":
                scenes[-1][1].append({})
            scenes[-1][1][-1][_FRAME_KINDS[kind]] = word
        elif kind != "mark":
            raise ValueError(f"no such atom: {atom}")
    told = tuple(RoleScene(p, tuple(Frame(**f) for f in frames), tuple(dict.fromkeys(k))) for p, frames, k in scenes)
    return RoleStory(
        source, found["theme"][0], found["hero"][0], tuple(found["adj"]), tuple(roles), tuple(found["title"]),
        tuple(found["wish"]), told,
    )  # fmt: skip


def _sort_of(role: str) -> RoleSort:
    return next(sort for sort, prefix in PREFIX.items() if role[0] == prefix)


def _with_need(role: Role, need: str) -> Role:
    if need == "named":
        return Role(role.id, role.sort, role.needs, True, role.within, role.kind)
    if need.startswith("in:"):
        return Role(role.id, role.sort, role.needs, role.named, need[3:], role.kind)
    return Role(role.id, role.sort, (*role.needs, need), role.named, role.within, role.kind)


class Grammar:
    """Follows one plan as it grows and says which atoms may come next."""

    def __init__(self, atoms: Iterable[str], scenes: int = 5) -> None:
        self.scenes_wanted = scenes
        self.by_kind: dict[str, list[str]] = {}
        for atom in atoms:
            self.by_kind.setdefault(atom.partition(":")[0], []).append(atom)
        self.kind = "hero"  # of the last atom
        self.last = ""
        self.roles: list[str] = []
        self.needs: list[str] = []  # of the last role
        self.counts = {"title": 0, "wish": 0, "frames": 0, "key": 0, "scenes": 0}
        self.done = False

    def take(self, atom: str) -> None:
        """Go on by one atom."""
        self.last = atom
        kind, _, word = atom.partition(":")
        if kind == "role":
            self.roles.append(word)
            self.needs = []
        elif kind == "need":
            self.needs.append(word)
        elif kind == "who":
            self.counts["frames"] += 1
        elif kind in self.counts:
            self.counts[kind] += 1
        elif atom == SCENE:
            self.counts["scenes"] += 1
            self.counts["frames"] = self.counts["key"] = 0
        self.done = atom == DONE
        self.kind = "scene" if atom == SCENE else kind

    def allowed(self) -> list[str]:
        """The atoms that may come next; empty when the plan is complete."""
        if self.done:
            return []
        if self.kind == "hero":
            return ["role:c1"]
        if self.kind == "scene":
            return [a for a in self.by_kind["place"] if a[6:] in self.roles]
        if self.kind == "role" and self.roles[-1][0] == PREFIX["hide"]:
            return [atom for atom in self._atoms("need") if atom.startswith("need:in:")]
        kinds = [kind for kind in _NEXT[self.kind] if self._fits(kind)]
        return [atom for kind in kinds for atom in self._atoms(kind)]

    def _fits(self, kind: str) -> bool:
        counts = self.counts
        if kind == "need":
            return len(self.needs) < _MOST_NEEDS
        if kind == "rel":
            return bool(self._atoms("at"))
        if kind == "mark" and self.kind not in ("wish", "title"):
            return counts["frames"] >= _LEAST_FRAMES
        if kind == "who":
            return counts["frames"] < _MOST_FRAMES
        if kind == "key":
            return counts["key"] < _MOST_KEYWORDS and counts["frames"] >= _LEAST_FRAMES
        if kind == "title":
            return counts["title"] < _LONGEST_TITLE
        if kind == "wish":
            return counts["wish"] < _LONGEST_WISH and any(role[0] == "p" for role in self.roles)
        return True

    def _atoms(self, kind: str) -> list[str]:
        if kind == "mark" and self.kind == "title":
            return [DONE]
        if kind == "mark" and self.counts["scenes"] >= self.scenes_wanted:
            return self._atoms("title")  # the title comes last, when the plot is known
        if kind == "mark":
            return [SCENE]
        if kind == "role":
            return self._next_roles()
        atoms = [atom for atom in self.by_kind.get(kind, []) if self._known(atom.partition(":")[2])]
        if kind == "need":
            return [atom for atom in atoms if atom[5:] not in self.needs]
        return [atom for atom in atoms if atom != self.last]

    def _next_roles(self) -> list[str]:
        """Roles come in order: creatures, things, places, hiding places, each counted from 1."""
        last = max((_SORTS.index(_sort_of(role)) for role in self.roles), default=0)
        out = []
        for sort in _SORTS[last:]:
            number = 1 + sum(1 for role in self.roles if role[0] == PREFIX[sort])
            if number <= MOST[sort] and (sort != "hide" or any(role[0] == "p" for role in self.roles)):
                out.append(f"role:{PREFIX[sort]}{number}")
        return [atom for atom in out if atom in self.by_kind["role"]]

    def _known(self, word: str) -> bool:
        """Whether a word names no role, or one of this plan's cast."""
        if word.startswith("in:"):
            return word[3:] in self.roles and self.roles[-1][0] == "d"
        role = role_of(word) if word.startswith("<") else word if is_role(word) else ""
        return role in ("", "hero") or role in self.roles
