"""From words to scene graphs: parse, find mentions, resolve them, read off relations, moves and feelings.

`read_story` does a whole story in order, so that later scenes know who was met before. `understand` is the same for
plain texts with nothing else known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from story_cli.artifacts import Character, Graph
from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.scene.discourse import Discourse
from story_cli.scene.graph import SceneFacts, read_facts
from story_cli.scene.lexicon import Lexicon
from story_cli.scene.links import Links
from story_cli.scene.mentions import find_mentions
from story_cli.scene.parse import Parsed, load_parser, mend_names, parse_scenes
from story_cli.scene.places import choose_places
from story_cli.scene.referents import Resolver, SceneReading

if TYPE_CHECKING:
    from spacy.language import Language

    from story_cli.settings import SceneSettings

MAX_TEXT_CHARACTERS = 20_000  # of one scene; a picture book's page has 400
Clusterer = Callable[[Sequence[Parsed]], Links]  # the coreference model, asked once a story


@dataclass(frozen=True)
class Understood:
    """One scene understood."""

    reading: SceneReading
    facts: SceneFacts
    place: str = ""  # catalogue id, or ""

    @property
    def graph(self) -> Graph:
        return self.facts.graph


def read_story(
    texts: Sequence[str],
    library: Library,
    nlp: Language,
    *,
    theme: str = "",
    cast: Sequence[Character] = (),
    cluster: Clusterer | None = None,
    places: Sequence[str] = (),
    resolver: Callable[[Discourse, Links], Resolver] = Resolver,
) -> tuple[Understood, ...]:
    """Understand the scenes of one story in order. `places` are the planned place ids.

    Raises: UsageError for a text that is empty or far too long.
    """
    for number, text in enumerate(texts, 1):
        if not text.strip():
            raise UsageError(f"scene {number} has no text", "write at least one sentence")
        if len(text) > MAX_TEXT_CHARACTERS:
            raise UsageError(f"scene {number} has {len(text)} characters", f"keep a scene under {MAX_TEXT_CHARACTERS}")
    lexicon = Lexicon(library, theme)
    discourse = Discourse(lexicon)
    discourse.add_cast(cast)
    parsed = parse_scenes(nlp, texts)
    resolving = resolver(discourse, cluster(parsed) if cluster else Links())
    names = known_names(library, cast)
    where = choose_places(parsed, library, theme, places)
    done: list[Understood] = []
    for number, scene in enumerate(parsed):
        mend_names(scene, names)
        lexicon.at_place(places[number] if number < len(places) else where[number])
        reading = resolving.resolve(scene, find_mentions(scene, number, lexicon, names))
        facts = read_facts(reading, discourse, done[-1].facts if done else None)
        done.append(Understood(reading, facts, where[number]))
    return tuple(done)


def known_names(library: Library, cast: Sequence[Character]) -> frozenset[str]:
    """Given names that a text may use: the cast's and the library's screened lists."""
    names = library.names
    return frozenset((*(who.name for who in cast if who.name), *names.she, *names.he, *names.they))


def read_with_models(
    texts: Sequence[str],
    library: Library,
    settings: SceneSettings,
    *,
    theme: str,
    cast: Sequence[Character],
    places: Sequence[str] = (),
) -> tuple[Understood, ...]:
    """`read_story` with the parser and the coreference model that the settings name."""
    from story_cli.scene.coref_engine import load_clusterer

    nlp = load_parser(library.model_folder(settings.parser))
    cluster = (
        None
        if settings.coref in ("", "none")
        else load_clusterer(library.model_folder(settings.coref), library.model_folder("encoder"))
    )
    return read_story(texts, library, nlp, theme=theme, cast=cast, cluster=cluster, places=places)


def understand(
    text: str,
    library: Library,
    *,
    theme: str = "",
    cast: Sequence[Character] = (),
    parser: str = "parser",
    cluster: Clusterer | None = None,
) -> Understood:
    """One text alone. `parser` is a model of the library or a folder."""
    return read_story(
        [text], library, load_parser(library.model_folder(parser)), theme=theme, cast=cast, cluster=cluster
    )[0]
