"""From kits, house stories and open text to what tokenizer, planner and writer learn; deterministic by seed.

`--data DIR` has one folder a public corpus (tinystories, cc_storybooks …); house stories and kits come with the
library.
"""

from __future__ import annotations

import collections
import gzip
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from story_cli.artifacts import Frame
from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.kits import Kit, KitTables, load_kits, load_tables, unfold_many
from story_cli.models.roles import RoleScene, RoleStory, spaced
from story_cli.training.screening import Screen

HELD_OUT_KITS = ("swap-chain", "wrong-way-race")  # never trained on: unseen plots
OPEN_CORPORA = {"tinystories": "tinystories.jsonl.gz", "cc_storybooks": "storybooks.jsonl.gz"}


class KitCorpus:
    """The kits of a library, split into those to learn from and those held out."""

    def __init__(self, library: Path) -> None:
        self.screen = Screen(Library(library))
        self.tables: KitTables = load_tables(library / "stories" / "kits_catalogue.json")
        kits = load_kits(library / "stories" / "kits")
        self.kits: list[Kit] = [kit for kit in kits if kit.id not in HELD_OUT_KITS]
        self.held_out: list[Kit] = [kit for kit in kits if kit.id in HELD_OUT_KITS]
        if not self.kits:
            raise StoryError(f"no kits in {library / 'stories' / 'kits'}", "give a library that holds story kits")

    def stories(self, count: int, seed: int) -> list[RoleStory]:
        """Stories to learn from, less those that the output filter refuses: kits in turn, so none is seen more often
        than another."""
        return list(self.screen.kits(unfold_many(self.kits, self.tables, count, seed)))

    def unseen(self, count: int, seed: int) -> list[RoleStory]:
        """Stories of the kits that are held out."""
        return list(self.screen.kits(unfold_many(self.held_out, self.tables, count, seed)))


def open_text(data: Path, name: str, most: int) -> Iterator[str]:
    """Texts of a public corpus below `data`. Raises: StoryError if it is not there."""
    path = data / name / OPEN_CORPORA[name]
    if not path.is_file():
        raise StoryError(f"no corpus at {path}", f"put {name} there, or name another folder with --data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= most:
                return
            yield json.loads(line)["text"]


def house_rows(library: Path) -> Iterator[dict[str, object]]:
    """Rows of library/stories/house, file by file."""
    for path in sorted((library / "stories" / "house").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def tokenizer_texts(corpus: KitCorpus, library: Path, data: Path | None) -> Iterator[str]:
    """Space-separated texts to learn the pieces of words from: kits most, then house stories, then open text."""
    for story in corpus.stories(4000, seed=0):
        yield " ".join([*story.title, *story.wish, *(t for s in story.scenes for t in s.tokens)])
        yield " ".join(w for s in story.scenes for f in s.frames for w in (f.act, f.object, f.feeling, f.speech))
        yield " ".join(w for role in story.roles for w in role.kind.split())
    for table in (corpus.tables.creatures, corpus.tables.things):
        yield from (name for name in table for _ in range(20))
    for word in (*corpus.tables.mood, *corpus.tables.heroes, *corpus.tables.themes):
        yield from (word.replace("-", " ") for _ in range(200))
    for theme in corpus.tables.themes.values():
        yield from (place for place in theme.places for _ in range(20))
    for row in house_rows(library):
        for scene in row["scenes"]:  # type: ignore[attr-defined]
            yield " ".join(spaced(scene["text"]))
    if data:
        for text in open_text(data, "tinystories", 1500):
            if corpus.screen.passes("tinystories", [text]):
                yield " ".join(spaced(text))


def thinned(story: RoleStory, rng: random.Random) -> RoleStory:
    """A story whose plan says less: in half of the scenes a third of the frames is missing, keywords are shuffled."""
    scenes = []
    for scene in story.scenes:
        frames: tuple[Frame, ...] = scene.frames
        if rng.random() < 0.4:
            frames = tuple(f for f in frames if rng.random() > 0.33)
        keywords = rng.sample(scene.keywords, len(scene.keywords))
        kept = tuple(k for k in keywords if rng.random() > 0.15)
        scenes.append(RoleScene(scene.place, frames, kept, scene.tokens))
    return RoleStory(
        story.source, story.theme, story.hero, story.adjectives, story.roles,
        story.title if rng.random() > 0.2 else (), story.wish if rng.random() > 0.2 else (), tuple(scenes),
    )  # fmt: skip


STORIES = 2000  # unfolded by `storycli train corpus`


def run(
    data: Path, out: Path, seed: int, minutes: float, resume: bool, library: Library, log: Callable[[str], None] = print
) -> None:
    """`storycli train corpus`: from kits, house stories and open text to tokenizer, labelled stories and shards.

    Writes tokenizer.json, stories.jsonl (role stories of kits), house.jsonl and house-test.jsonl (labelled house
    stories, those with another cast after them), writer.npz, test.npz and counts.json. One to three minutes, so
    `minutes` and `resume` have nothing to act on.
    """
    from story_cli.models.sequences import Sequencer
    from story_cli.scene.parse import load_parser
    from story_cli.training import written
    from story_cli.training.shards import LONGEST, pack, save_shard
    from story_cli.training.vocabulary import save_tokenizer, train_tokenizer

    corpus, rng = KitCorpus(library.root), random.Random(seed)
    tokenizer = train_tokenizer(tokenizer_texts(corpus, library.root, data))
    save_tokenizer(tokenizer, out)
    stories = corpus.stories(STORIES, seed)
    screened = written.screen(written.rows_of(library), library)
    nlp = load_parser(library.model_folder("parser"))
    house = written.label(screened.rows, nlp, library)
    other_casts = [
        recast for row, story in zip(screened.rows, house, strict=True)
        if (recast := written.recast(row, story, library, rng))
    ]  # fmt: skip
    safe = written.screen(other_casts, library)
    house += written.label(safe.rows, nlp, library)
    learn = [story for story in house if not written.held_out(_origin(story))]
    test = [story for story in house if written.held_out(_origin(story))]
    sequencer = Sequencer(tokenizer)
    mixed = [*stories, *learn]
    save_shard(pack((sequencer.story(thinned(s, rng)) for s in mixed), LONGEST), out / "writer.npz")
    save_shard(pack((sequencer.story(s) for s in [*corpus.unseen(100, seed), *test]), LONGEST), out / "test.npz")
    _write_lines(out / "stories.jsonl", stories)
    _write_lines(out / "house.jsonl", learn)
    _write_lines(out / "house-test.jsonl", test)
    counts = count(stories) | {
        "kits_held_out": len(corpus.held_out), "house_stories": len(screened.rows), "house_recast": len(safe.rows),
        "house_test": len(test), "house_frames": sum(len(s.frames) for story in house for s in story.scenes),
        "house_keywords": sum(len(s.keywords) for story in house for s in story.scenes),
        **{f"refused_{reason}": n for reason, n in screened.refused.items()}, **corpus.screen.counts(),
    }  # fmt: skip
    (out / "counts.json").write_bytes(msgspec.json.format(msgspec.json.encode(counts), indent=2) + b"\n")
    log(", ".join(f"{name} {value}" for name, value in counts.items()))


def _origin(story: RoleStory) -> str:
    """The id of the story that this one was made from, so that a recast never crosses the split."""
    return story.source.removeprefix("house:").removesuffix("-recast")


def _write_lines(path: Path, stories: list[RoleStory]) -> None:
    encode = msgspec.json.Encoder()
    path.write_bytes(b"".join(encode.encode(story) + b"\n" for story in stories))


def count(stories: list[RoleStory]) -> dict[str, float]:
    """Figures of a corpus: stories, kits, words, and how often the most frequent opening comes."""
    openings = collections.Counter(" ".join(story.scenes[0].tokens[:4]) for story in stories)
    words = [t for story in stories for scene in story.scenes for t in scene.tokens if t[0].isalpha() or t[0] == "<"]
    return {
        "stories": len(stories),
        "kits": len({story.source for story in stories}),
        "words": len(words),
        "word_types": len(set(words)),
        "frames": sum(len(scene.frames) for story in stories for scene in story.scenes),
        "titles": len({story.title for story in stories}),
        "top_opening_percent": round(100 * openings.most_common(1)[0][1] / max(1, len(stories)), 2),
    }
