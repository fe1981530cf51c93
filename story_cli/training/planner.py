"""`storycli train planner`: learns plans, from the prompts to the last frame, over roles."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import torch
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers

from story_cli.artifacts import Frame
from story_cli.catalogue import Library
from story_cli.models.decoder import Decoder, DecoderShape
from story_cli.models.loading import BOUND, save_decoder
from story_cli.models.plan_atoms import FIELD_OF, SCENE, to_atoms
from story_cli.models.roles import RoleScene, RoleStory, spaced
from story_cli.models.sequences import FIELDS, PAD, STAGES, UNKNOWN, Field, Piece
from story_cli.training.corpus import KitCorpus
from story_cli.training.loop import Recipe, evaluate, start_afresh, train
from story_cli.training.shards import Shard, pack
from story_cli.training.vocabulary import save_tokenizer

LONGEST = 512
EPOCH = 3000


class PlannerOptions(msgspec.Struct, frozen=True):
    """What can be chosen; the defaults made the shipped planner."""

    tokens: int = 1_200_000
    minutes: float = 0.0
    seed: int = 1
    width: int = 192
    layers: int = 3
    hidden: int = 512


def atom_tokenizer(plans: Iterable[RoleStory]) -> Tokenizer:
    """One token an atom; atoms met only once are left out, the planner could not learn them."""
    counts: dict[str, int] = {}
    for plan in plans:
        for atom in to_atoms(plan):
            counts[atom] = counts.get(atom, 0) + 1
    known = sorted(atom for atom, count in counts.items() if count > 1)
    vocabulary = {token: number for number, token in enumerate([PAD, UNKNOWN, *known])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.add_special_tokens([AddedToken(PAD), AddedToken(UNKNOWN)])
    return tokenizer


def plan_piece(tokenizer: Tokenizer, atoms: list[str], learnt_from: int) -> Piece:
    """Atoms as ids with their fields and scene numbers; learnt from atom number `learnt_from` on."""
    scene, fields, scenes = 0, [], []
    for atom in atoms:
        scene += atom == SCENE
        fields.append(int(FIELD_OF.get(atom.partition(":")[0], Field.MARK)))
        scenes.append(min(scene, STAGES - 1))
    known = tokenizer.get_vocab()
    ids = [known.get(atom, known[UNKNOWN]) for atom in atoms]
    return Piece(ids, fields, scenes, [number >= learnt_from for number in range(len(atoms))])


def save_bound_wishes(corpus: KitCorpus, out: Path) -> None:
    """The wishes of plots that happen in some themes only, in roles."""
    bound = {" ".join(spaced(kit.wish)): kit.themes for kit in corpus.kits if kit.themes}
    (out / BOUND).write_bytes(msgspec.json.format(msgspec.json.encode(bound, order="deterministic"), indent=1) + b"\n")


def thinned_plan(story: RoleStory, rng: random.Random) -> RoleStory:
    """The plan with, now and then, a frame of a full scene or its keywords left out."""
    scenes = []
    for scene in story.scenes:
        frames: tuple[Frame, ...] = scene.frames
        if len(frames) > 3 and rng.random() < 0.15:
            gone = rng.randrange(1, len(frames))
            frames = frames[:gone] + frames[gone + 1 :]
        keywords = tuple(k for k in scene.keywords if rng.random() > 0.1)
        scenes.append(RoleScene(scene.place, frames, keywords, scene.tokens))
    return msgspec.structs.replace(story, scenes=tuple(scenes))


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """Train and write the model folder `out`; `resume` goes on from its last checkpoint. `data` is not needed."""
    if not resume:
        start_afresh(out)
    train_planner(library.root, out, PlannerOptions(seed=seed, minutes=minutes), log)


def train_planner(library: Path, out: Path, options: PlannerOptions, log: Callable[[str], None]) -> None:
    """Train with these options, on from a checkpoint if `out` holds one."""
    corpus = KitCorpus(library)
    path = out / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(path)) if path.is_file() else atom_tokenizer(corpus.stories(6000, seed=0))
    save_tokenizer(tokenizer, out)
    save_bound_wishes(corpus, out)
    torch.manual_seed(options.seed)
    shape = DecoderShape(
        vocabulary=tokenizer.get_vocab_size(), fields=FIELDS, scenes=STAGES, width=options.width,
        layers=options.layers, heads=options.width // 64, kv_heads=1, hidden=options.hidden,
    )  # fmt: skip
    net = Decoder(shape)
    log(f"{len(corpus.kits)} kits, {shape.vocabulary} atoms, {sum(p.numel() for p in net.parameters())} weights")

    def piece(story: RoleStory) -> Piece:
        return plan_piece(tokenizer, to_atoms(story), 3 + len(story.adjectives))

    familiar = pack((piece(s) for s in corpus.stories(150, seed=10**6)), LONGEST)

    def epoch(number: int) -> Shard:
        rng = random.Random(f"{options.seed}-{number}")
        stories = corpus.stories(EPOCH, seed=options.seed * 1000 + number)
        return pack((piece(thinned_plan(s, rng)) for s in stories), LONGEST)

    def check() -> str:
        net.eval()
        figures = f"known kits {evaluate(net, familiar):.3f} nats an atom"
        save_decoder(net, out)
        net.train()
        return figures

    train(
        net,
        epoch,
        Recipe(tokens=options.tokens, rows=2, seed=options.seed, minutes=options.minutes, compiled=False),
        out / "run",
        log,
        check,
    )
