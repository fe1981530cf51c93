"""What a coreference model says of mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from story_cli.artifacts import At
from story_cli.catalogue import Library
from story_cli.scene.links import LEAST, ClusterLinks, Links, Measures, _log_sum
from story_cli.scene.mentions import Mention
from story_cli.scene.parse import Parsed, load_parser
from story_cli.scene.understand import Understood, read_story


def _mention(scene: int, start: int, end: int) -> Mention:
    return Mention(scene, start, end, end - 1, "noun", "crab", At(0, 0))


def test_links_hold_inside_a_cluster_only() -> None:
    links = ClusterLinks([[(0, 0, 2), (1, 4, 5)]])
    first, second, other = _mention(0, 0, 2), _mention(1, 4, 5), _mention(0, 7, 8)
    assert links.means(second, [other, first]) == {"linked": 1.0}
    assert links.means(second, [other]) == {}
    assert links.means(other, [other]) == {}  # in no cluster


def test_without_a_model_nothing_is_said() -> None:
    links = Links()
    assert (links.means(_mention(0, 0, 1), []), links.nobody(_mention(0, 0, 1)), links.weighs) == ({}, {}, False)


def test_probabilities_add_up() -> None:
    assert _log_sum([-1.0, -1.0]) == pytest.approx(-0.307, abs=1e-3)
    assert _log_sum([]) == LEAST


class Told(Links):
    """A model that is sure of one pair of words."""

    weighs = True

    def __init__(self, word: str, meant: str) -> None:
        self.word, self.meant = word, meant

    def means(self, mention: Mention, earlier: Iterable[Mention]) -> Measures:
        linked = mention.word == self.word and any(m.word == self.meant for m in earlier)
        return {"net": -0.01 if linked else LEAST}


def _read(library: Library, text: str, links: Links) -> Understood:
    def cluster(scenes: Sequence[Parsed]) -> Links:
        return links

    nlp = load_parser(library.model_folder("parser"))
    return read_story([text], library, nlp, theme="treasure-island", cluster=cluster)[0]


def _meant(read: Understood, word: str) -> tuple[str, ...]:
    return next(m for m in reversed(read.reading.mentions) if m.word == word).referents


def test_a_model_that_is_sure_decides_what_it_is(library: Library) -> None:
    text = "A crab put a pearl beside a shell. It shone."
    assert _meant(_read(library, text, Told("it", "pearl")), "it") == ("pearl-1",)
    assert _meant(_read(library, text, Told("it", "shell")), "it") == ("shell-1",)


def test_rules_of_grammar_hold_against_the_model(library: Library) -> None:
    text = "A crab saw a pearl. They sang."  # one pearl is not "they"
    assert "pearl-1" not in _meant(_read(library, text, Told("they", "pearl")), "they")
