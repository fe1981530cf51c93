"""A second look at a scene: which relations and moves hold, who is to be seen, where it happens.

The rules of story_cli.scene read a scene first; the network reads the same words with the shared encoder and says of
every pair of referents, of every referent and verb, of every referent and of the scene how likely a fact is, knowing
what the rules said. Shapes: B scenes, T pieces, N candidates, P predicates, M moves, L places.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import msgspec
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from story_cli.errors import ExitStatus, StoryError
from story_cli.models.encoder import Encoder, Pieces, load_encoder, packed, save_layers, unpacked

HEADS_FILE, LABELS_FILE = "heads.safetensors", "labels.json"
REACH = 1  # sentences between two mentions that a fact can join
INNER, HIDDEN = 96, 128
DROPOUT = 0.2
_DISTANCES = 12
_ODDS = 4.0  # log odds that a fact of the rules begins with
_RARE = -4.0  # and any other fact


class FactLabels(msgspec.Struct, frozen=True):
    """What can be said, and how sure the network must be (probabilities, chosen on held-back scenes)."""

    predicates: tuple[str, ...]
    moves: tuple[str, ...]
    places: tuple[str, ...]
    bars: dict[str, float] = {}


class SceneWords(NamedTuple):
    """A scene as the network reads it, with what the rules found. Numbers of tokens and of `referents`."""

    words: list[str]
    sentences: list[int]  # of each word
    referents: list[list[int]]  # tokens that mean each
    verbs: list[int]  # tokens that may tell a move
    relations: list[tuple[int, int, int]]  # subject, object, predicate
    moves: list[tuple[int, int]]  # agent, move
    seen: list[bool]  # of each referent
    places: list[float]  # log odds of each place; −inf where the theme has it not


class Found(NamedTuple):
    """Log odds of the candidates of a batch of scenes."""

    pairs: list[tuple[int, int, int]]  # scene, subject, object
    relations: Tensor  # (N, P)
    agents: list[tuple[int, int]]  # scene, referent
    moves: Tensor  # (N, M), of each agent
    seen: Tensor  # (N,), of each agent
    places: Tensor  # (B, L)


class Facts(nn.Module):
    """The heads over an encoder."""

    def __init__(self, encoder: Encoder, labels: FactLabels) -> None:
        super().__init__()
        self.encoder = encoder
        self.labels = labels
        width = encoder.shape.width
        self.ends = nn.ModuleList(nn.Linear(width, INNER) for _ in range(4))  # subject, object, agent, verb
        self.distances = nn.Embedding(2 * _DISTANCES + 1, INNER)
        self.joined = nn.ModuleDict({name: nn.Linear(4 * INNER, HIDDEN) for name in ("relations", "moves")})
        sizes = {"relations": len(labels.predicates), "moves": len(labels.moves)}
        self.answers = nn.ModuleDict({name: nn.Linear(HIDDEN, size) for name, size in sizes.items()})
        self.seen = nn.Linear(width, 1)
        self.where = nn.Linear(2 * width, len(labels.places))
        self.said = nn.ParameterDict(  # what it weighs that the rules said so, or said something else of the pair
            {
                "relations": nn.Parameter(torch.full((sizes["relations"],), _ODDS)),
                "others": nn.Parameter(torch.zeros(sizes["relations"])),
                "moves": nn.Parameter(torch.full((sizes["moves"],), _ODDS)),
                "seen": nn.Parameter(torch.tensor([_ODDS])),
                "places": nn.Parameter(torch.tensor([1.0])),
            }
        )
        for name in self.answers:
            nn.init.constant_(self.answers[name].bias, _RARE)  # type: ignore[arg-type]
        nn.init.constant_(self.seen.bias, -_ODDS / 2)
        nn.init.zeros_(self.where.weight)
        nn.init.zeros_(self.where.bias)

    def forward(self, pieces: Pieces, scenes: Sequence[SceneWords]) -> Found:
        most = self.encoder.shape.positions
        cut = [pieces.words(scene.words, most) for scene in scenes]
        ids, mask = pieces.batch([text.ids for text in cut])
        states = functional.dropout(self.encoder(ids, mask), DROPOUT, self.training)
        starts = [text.starts for text in cut]
        pairs, relations = self._relations(states, starts, scenes)
        agents, moves, seen = self._agents(states, starts, scenes)
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        places = self.where(torch.cat([states[:, 0], mean], -1))
        places = places + self.said["places"] * torch.tensor([scene.places for scene in scenes])
        return Found(pairs, relations, agents, moves, seen, places)

    def _relations(
        self, states: Tensor, starts: list[list[int]], scenes: Sequence[SceneWords]
    ) -> tuple[list[tuple[int, int, int]], Tensor]:
        pairs: list[tuple[int, int, int]] = []
        rows: list[tuple[int, int, int, int, int]] = []  # pair, scene, piece of each end, distance
        for number, scene in enumerate(scenes):
            for a, b in product(range(len(scene.referents)), repeat=2):
                near = _near(scene, scene.referents[a], scene.referents[b], len(starts[number]))
                if a == b or not near:
                    continue
                rows += [(len(pairs), number, starts[number][i], starts[number][j], _far(i, j)) for i, j in near]
                pairs.append((number, a, b))
        scores = self._joined("relations", 0, states, rows, len(pairs))
        said = torch.zeros(scores.shape)
        at = {pair: n for n, pair in enumerate(pairs)}
        for number, scene in enumerate(scenes):
            for a, b, predicate in scene.relations:
                if (number, a, b) in at:
                    said[at[number, a, b], predicate] = 1.0
        other = (said.sum(1, keepdim=True) > 0).float() * (1 - said)
        return pairs, scores + said * self.said["relations"] + other * self.said["others"]

    def _agents(
        self, states: Tensor, starts: list[list[int]], scenes: Sequence[SceneWords]
    ) -> tuple[list[tuple[int, int]], Tensor, Tensor]:
        agents: list[tuple[int, int]] = []
        rows: list[tuple[int, int, int, int, int]] = []
        seen: list[tuple[int, int, int]] = []  # agent, scene, piece
        for number, scene in enumerate(scenes):
            for who, tokens in enumerate(scene.referents):
                kept = [i for i in tokens if i < len(starts[number])]
                if not kept:
                    continue
                near = _near(scene, kept, scene.verbs, len(starts[number]))
                rows += [(len(agents), number, starts[number][i], starts[number][j], _far(i, j)) for i, j in near]
                seen += [(len(agents), number, starts[number][i]) for i in kept]
                agents.append((number, who))
        moves = self._joined("moves", 2, states, rows, len(agents))
        said = torch.zeros(moves.shape)
        rules = torch.zeros(len(agents))
        for n, (number, who) in enumerate(agents):
            rules[n] = float(scenes[number].seen[who])
            for agent, move in scenes[number].moves:
                if agent == who:
                    said[n, move] = 1.0
        of, scene_at, piece = (
            (torch.tensor(column, dtype=torch.long) for column in zip(*seen, strict=True))
            if seen
            else (torch.zeros(0, dtype=torch.long) for _ in range(3))
        )
        shows = _strongest(self.seen(states[scene_at, piece]), of, len(agents))[:, 0]
        return agents, moves + said * self.said["moves"], shows + rules * self.said["seen"]

    def _joined(
        self, name: str, first: int, states: Tensor, rows: list[tuple[int, int, int, int, int]], count: int
    ) -> Tensor:
        """(count, labels): the strongest of each candidate's rows; _RARE for one without any."""
        labels = self.answers[name].out_features
        if not rows:
            return states.new_full((count, int(labels)), _RARE)  # type: ignore[arg-type]
        of, scene, left, right, far = torch.tensor(rows).unbind(1)
        a = functional.gelu(self.ends[first](states[scene, left]))
        b = functional.gelu(self.ends[first + 1](states[scene, right]))
        inner = torch.cat([a, b, a * b, self.distances(far)], -1)
        hidden = functional.dropout(functional.gelu(self.joined[name](inner)), DROPOUT, self.training)
        return _strongest(self.answers[name](hidden), of, count)


def _strongest(scores: Tensor, of: Tensor, count: int) -> Tensor:
    """Rows (K, L) of candidates `of` (K,) → the greatest of each (count, L)."""
    out = scores.new_full((count, scores.shape[1]), _RARE)
    return out.scatter_reduce(0, of[:, None].expand_as(scores), scores, "amax", include_self=False)


def _near(scene: SceneWords, first: Sequence[int], second: Sequence[int], known: int) -> list[tuple[int, int]]:
    """Pairs of tokens within reach of each other."""
    return [
        (i, j)
        for i, j in product(first, second)
        if i != j and i < known and j < known and abs(scene.sentences[i] - scene.sentences[j]) <= REACH
    ]


def _far(i: int, j: int) -> int:
    """Distance in words, with its direction, as a row of the table."""
    return max(-_DISTANCES, min(_DISTANCES, j - i)) + _DISTANCES


def save_facts(net: Facts, folder: Path) -> None:
    """The encoder's layers, the heads and the labels."""
    save_layers(net.encoder, folder)
    heads = {name: w for name, w in net.state_dict().items() if not name.startswith("encoder.")}
    save_file(packed(heads), str(folder / HEADS_FILE), metadata={"format": "pt"})
    (folder / LABELS_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(net.labels), indent=1) + b"\n")
    (folder / "config.json").write_text('{"model_type": "storycli-facts"}\n')


def load_facts(shared: Path, folder: Path) -> Facts:
    """Ready to read. Raises: StoryError if a file is missing or damaged."""
    encoder = load_encoder(shared, folder)
    try:
        net = Facts(encoder, msgspec.json.decode((folder / LABELS_FILE).read_bytes(), type=FactLabels))
        net.load_state_dict(unpacked(load_file(str(folder / HEADS_FILE))), strict=False)
    except Exception as exc:
        hint = "install storycli again or train it: storycli train facts"
        raise StoryError(f"the scene model in {folder} cannot be read: {exc}", hint, ExitStatus.MISSING_ENGINE) from exc
    return net.eval()
