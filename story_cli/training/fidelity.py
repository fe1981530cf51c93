"""`storycli train fidelity`: scenes of kits with their frames, and the same with one fault made by rule."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch

from story_cli.artifacts import Frame
from story_cli.catalogue import Library
from story_cli.kits import Kit, KitTables
from story_cli.kits.tables import KitScene
from story_cli.kits.unfold import Unfit, Unfolding
from story_cli.kits.wording import Polish
from story_cli.models.fidelity import CLASSES, Fidelity, FidelityShape, Told, encode, loss_of, save_fidelity
from story_cli.models.roles import MOST, RoleScene, spaced
from story_cli.training.corpus import KitCorpus
from story_cli.training.screening import Screen

STEPS, BATCH, RATE = 2400, 64, 2.5e-3
_POOL = 400  # scenes to draw from
_GAPS = 0.15  # share of hashed words that are left out while learning, so that what is shared by the letter counts


class Line(NamedTuple):
    """A sentence of a scene with the events that it tells (none for a line about the place)."""

    tokens: tuple[str, ...]
    frames: tuple[Frame, ...]


class Example(NamedTuple):
    """A plan and a text: `told` by frame 1 or 0, `kinds` by sentence 0 planned, 1 added, 2 repeated, 3 changed."""

    frames: tuple[Frame, ...]
    sentences: tuple[tuple[str, ...], ...]
    label: int
    told: tuple[int, ...]
    kinds: tuple[int, ...]


class _Noted(Unfolding):
    """Unfolds and keeps which sentence tells which events."""

    def __init__(self, kit: Kit, tables: KitTables, polish: Polish, theme: str, hero: str, rng: random.Random) -> None:
        super().__init__(kit, tables, polish, theme, hero, rng)
        self.lines: list[tuple[str, list[Frame]]] = []
        self.noted: dict[tuple[str, ...], list[Line]] = {}

    def render(self, text: str) -> str:
        told = super().render(text)
        self.lines.append((told, []))
        return told

    def frame(self, text: str) -> Frame:
        frame = super().frame(text)
        self.lines[-1][1].append(frame)
        return frame

    def _tell_scene(self, scene: KitScene) -> tuple[RoleScene, list[str]]:
        self.lines = []
        told, raw = super()._tell_scene(scene)
        self.noted[told.tokens] = [Line(tuple(spaced(text)), tuple(frames)) for text, frames in self.lines]
        return told, raw


def noted_scenes(
    kits: Sequence[Kit], tables: KitTables, rng: random.Random, screen: Screen | None = None
) -> Iterator[list[Line]]:
    """Scenes without end, kits in turn; `screen` leaves out stories that the output filter refuses."""
    polish = Polish(tables)
    for kit in itertools.cycle(kits):
        theme, hero = rng.choice(list(kit.themes or tables.themes)), rng.choice(list(tables.heroes))
        try:
            told = _Noted(kit, tables, polish, theme, hero, random.Random(rng.random()))
            story = told.tell()
        except Unfit:
            continue
        if screen is None or any(screen.kits([story])):
            yield from (told.noted[scene.tokens] for scene in story.scenes)


def example(lines: Sequence[Line], other: Sequence[Line], rng: random.Random, label: int) -> Example | None:
    """One scene with the fault of this class, or None where it cannot be made."""
    frames = [frame for line in lines for frame in line.frames]
    kept = [(line.tokens, 0) for line in lines]
    absent: set[Frame] = set()
    events = [n for n, line in enumerate(lines) if line.frames]
    if len(events) < 2:
        return None
    at = rng.choice(events)
    if CLASSES[label] == "omits":
        absent = set(lines[at].frames)
        del kept[at]
    elif CLASSES[label] == "adds":
        strange = [line.tokens for line in other if line.frames and not set(line.frames) & set(frames)]
        if not strange:
            return None
        kept.insert(rng.randrange(1, len(kept) + 1), (_at_home(rng.choice(strange), lines, rng), 1))
    elif CLASSES[label] == "repeats":
        kept.insert(rng.randrange(at + 1, len(kept) + 1), (lines[at].tokens, 2))
    elif CLASSES[label] == "changes":
        changed = _changed(lines[at], lines, rng)
        if changed is None:
            return None
        kept[at] = (changed, 3)
    told = tuple(int(frame not in absent) for frame in frames)
    return Example(tuple(frames), tuple(t for t, _ in kept), label, told, tuple(k for _, k in kept))


def _roles(lines: Sequence[Line]) -> dict[str, list[str]]:
    """The roles that a scene speaks of, by their first letter."""
    found: dict[str, set[str]] = {}
    for token in itertools.chain(*(line.tokens for line in lines)):
        role = token[1:3]
        if token[0] == "<" and role[0] in "ctpd" and role[1].isdigit():
            found.setdefault(role[0], set()).add(role)
    return {sort: sorted(roles) for sort, roles in found.items()}


def _at_home(tokens: tuple[str, ...], lines: Sequence[Line], rng: random.Random) -> tuple[str, ...]:
    """A borrowed sentence; mostly it speaks of this scene's people, so that strangers do not give it away."""
    mine = _roles(lines)
    if rng.random() < 0.3:
        return tokens
    new = {f"{sort}{n}": rng.choice(mine[sort]) for sort in mine for n in range(1, 7)}
    return tuple(_with_role(t, new.get(t[1:3], "")) for t in tokens)


def _with_role(token: str, role: str) -> str:
    return f"<{role}{token[3:]}" if role and token[0] == "<" and token[2:3].isdigit() else token


def _changed(line: Line, lines: Sequence[Line], rng: random.Random) -> tuple[str, ...] | None:
    """The sentence with one value of its events exchanged: somebody, something, a place, or a plain word."""
    named = {w for f in line.frames for w in (f.agent, f.object, f.recipient, f.at) if w}
    options: list[tuple[str, ...]] = []
    for role in sorted({t[1:3] for t in line.tokens if t[0] == "<" and t[2:3].isdigit()} & named):
        most = MOST[{"c": "creature", "t": "thing", "p": "place", "d": "hide"}[role[0]]]  # type: ignore[index]
        others = [f"{role[0]}{n}" for n in range(1, min(most, 4) + 1) if f"{role[0]}{n}" != role]
        new = rng.choice(others)
        options.append(tuple(_with_role(t, new if t[1:3] == role else "") for t in line.tokens))
    words = sorted({t for t in line.tokens if t in named})
    strange = sorted({f.object for other in lines for f in other.frames if f.object and len(f.object) > 2} - named)
    if words and strange:
        word, new = rng.choice(words), rng.choice(strange)
        options.append(tuple((f"<{new}>" if len(new) == 2 else new) if t == word else t for t in line.tokens))
    return rng.choice(options) if options else None


def examples(scenes: Iterator[list[Line]], rng: random.Random) -> Iterator[Example]:
    """Examples without end, all classes alike often."""
    recent = [next(scenes) for _ in range(_POOL)]
    for label in itertools.cycle(range(len(CLASSES))):
        if label == 0:
            recent[rng.randrange(len(recent))] = next(scenes)  # a scene serves for about five examples
        made = None
        while made is None:
            made = example(rng.choice(recent), rng.choice(recent), rng, label)
        yield made


def batch_of(rows: Sequence[Example]) -> tuple[Told, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Encoded examples with their labels (B,), (B, F), (B, S), −1 where there is none."""
    told = encode([(row.frames, row.sentences) for row in rows])
    F, S = told.frames.shape[1], told.sentences.shape[1]
    by_frame, by_sentence = torch.full((len(rows), F), -1), torch.full((len(rows), S), -1)
    for n, row in enumerate(rows):
        by_frame[n, : len(row.told)] = torch.tensor(row.told)
        by_sentence[n, : len(row.kinds)] = torch.tensor(row.kinds)
    return told, torch.tensor([row.label for row in rows]), by_frame, by_sentence


def gapped(told: Told, share: float = _GAPS) -> Told:
    """The same with a share of the hashed words missing, here and there. Draws from torch's generator."""
    frames, sentences = (ids * (torch.rand(ids.shape) >= share) for ids in (told.frames, told.sentences))
    return told._replace(frames=frames, sentences=sentences)


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Train and write the model folder `out`; `data` is not needed, a run of 20 minutes has no use for `resume`."""
    corpus, rng = KitCorpus(library.root), random.Random(seed)
    torch.manual_seed(seed)
    net = Fidelity(FidelityShape())
    familiar = list(
        itertools.islice(examples(noted_scenes(corpus.kits, corpus.tables, random.Random(10**6)), rng), 1000)
    )
    unseen = list(itertools.islice(examples(noted_scenes(corpus.held_out, corpus.tables, random.Random(7)), rng), 500))
    rows = examples(noted_scenes(corpus.kits, corpus.tables, rng, corpus.screen), rng)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    began = time.monotonic()
    log(f"{len(corpus.kits)} kits, {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M weights")
    for step in itertools.count():
        share = max(step / STEPS, (time.monotonic() - began) / 60 / minutes if minutes else 0.0)
        if share >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 200, max(0.02, 1.5 * (1 - share)))
        told, *labels = batch_of([next(rows) for _ in range(BATCH)])
        loss = loss_of(net(gapped(told)), told, *labels)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        if step % 400 == 399:
            score = macro_f1(net, familiar[:200])[0]
            log(f"step {step + 1}, loss {float(loss.detach()):.3f}, macro F1 {score}")
            save_fidelity(net, out)
    log(f"the filter: {corpus.screen.counts()}")
    log(f"done: known kits {macro_f1(net, familiar)}, unseen kits {macro_f1(net, unseen)}")
    save_fidelity(net, out)


def macro_f1(net: Fidelity, rows: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Mean of the classes' F1, and each."""
    net.eval()
    guessed: list[int] = []
    with torch.inference_mode():
        for begin in range(0, len(rows), BATCH):
            told, *_ = batch_of(rows[begin : begin + BATCH])
            guessed += net(told).scene.argmax(1).tolist()
    net.train()
    each = {}
    for n, name in enumerate(CLASSES):
        hit = sum(g == n == row.label for g, row in zip(guessed, rows, strict=True))
        each[name] = round(2 * hit / max(1, sum(g == n for g in guessed) + sum(row.label == n for row in rows)), 3)
    return round(sum(each.values()) / len(each), 3), each
