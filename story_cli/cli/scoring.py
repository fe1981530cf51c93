"""What `storycli score` does besides the stage itself: moods of any texts, a text as a story folder, the plot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from story_cli.cli import options as o
from story_cli.errors import UsageError

if TYPE_CHECKING:
    from story_cli.settings import Settings


def show_moods(path: Path, adjectives: Sequence[str], mood: str, as_json: bool) -> None:
    """One line a row on stdout: {id, sad_happy, calm_exciting}. A story folder's rows are its scenes."""
    import msgspec

    from story_cli.catalogue import Library
    from story_cli.score.mood import load_mood_model
    from story_cli.score.parts import load_music
    from story_cli.score.prose import Row, read_rows, row_moods
    from story_cli.store import StoryFolder

    library = Library()
    devices = load_music(library.root / "music").devices
    unknown = [name for name in adjectives if name not in devices]
    if unknown:
        raise UsageError(f"the music does not know how to be {unknown[0]!r}", f"choose from: {', '.join(devices)}")
    happy, exciting = o.mood_shift(mood)
    happy += sum(devices[name].sad_happy for name in adjectives)
    exciting += sum(devices[name].calm_exciting for name in adjectives)
    if path.is_dir():
        story = StoryFolder(path).read("story").artifact
        rows = [Row(number, scene.text) for number, scene in enumerate(story.scenes, 1)]
    else:
        rows = read_rows(path)
    for row in row_moods(rows, load_mood_model(library.root / "music" / "mood"), (happy, exciting)):
        if as_json:
            print(msgspec.json.encode(row).decode())
        else:
            print(f"{row.id!s:16} sad–happy {row.sad_happy:+.2f}  calm–exciting {row.calm_exciting:+.2f}")


def folder_of_text(
    path: Path,
    out: Path | None,
    theme: str,
    hero: str,
    hero_name: str,
    adjectives: list[str] | None,
    seed: int | None,
) -> Path:
    """Keep a text as a story folder (brief.json, story.json) and give its path. Raises: UsageError."""
    from story_cli import __version__
    from story_cli.catalogue import Library
    from story_cli.score.prose import story_of_text
    from story_cli.store import SCHEMA_VERSION, Header, StoryFolder

    brief = o.brief_of(Library(), theme, hero, hero_name, None, adjectives, seed)
    if brief is None:
        raise UsageError(f"{path} is a text", "say whose and where: --theme … --hero …")
    story = story_of_text(path, brief)
    target = out or path.with_suffix("")
    folder = StoryFolder(target)
    with folder.locked():
        kept = folder.read("story").artifact if folder.has("story") else None
        if kept is not None and kept.title != story.title:
            raise UsageError(f"{target} holds another story, {kept.title!r}", "name another folder with -o")
        for name, artifact in (("brief", brief), ("story", story)):
            if not folder.has(name) or folder.read(name).artifact != artifact:
                header = Header(f"storycli/{name}", SCHEMA_VERSION, "text", __version__, brief.seed, "", "", {})
                folder.write(name, artifact, header)
    return target


def check_plot(png: Path | None) -> None:
    """Raises: UsageError if the plot cannot be saved there."""
    if png is not None and png.suffix.lower() != ".png":
        raise UsageError(f"--plot {png} is no PNG", "name a file that ends in .png")
    if png is not None and not png.resolve().parent.is_dir():
        raise UsageError(f"there is no folder {png.parent}", "make it first, or name another")


def draw(path: Path, settings: Settings, png: Path) -> None:
    """Draw the folder's score."""
    from story_cli.catalogue import Library
    from story_cli.pipeline import Context, reading_times
    from story_cli.progress import silent
    from story_cli.score.plot import plot_score
    from story_cli.store import StoryFolder

    folder = StoryFolder(path)
    score = folder.read("score").artifact
    reading = reading_times(Context(folder, settings, Library(), 1, silent))
    plot_score(score, reading, folder.folder("score").midi(), png)
