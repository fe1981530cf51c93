"""Training material passes the output filter."""

from msgspec.structs import replace

from story_cli.catalogue import Library
from story_cli.kits import load_kits, load_tables, unfold_many
from story_cli.training.corpus import KitCorpus
from story_cli.training.screening import Screen, kit_texts
from story_cli.training.written import screen as screened_rows


def test_what_the_filter_refuses_is_left_out_and_counted(library: Library) -> None:
    screen = Screen(library)
    assert screen.passes("tales", ["The crab waved."])
    assert not screen.passes("tales", ["The crab waved.", "He loaded the gun."])
    assert screen.counts() == {"screened_tales": 2, "removed_tales": 1}
    assert screen.refused["tales"] == {"He loaded the gun.": 1}


def test_unsafe_house_story_is_not_learnt_from(library: Library) -> None:
    told = "Nerissa swam round the reef, met a very small crab and waved to him with both hands."
    row = {"id": "a", "theme": "underwater", "hero": "mermaid", "hero_name": "Nerissa", "title": "T"}
    scenes = [{"place": "coral-reef", "text": text} for text in (told, f"{told} The pirate shot the fish dead.", told)]
    assert screened_rows([row | {"scenes": scenes}], library).refused == {"unsafe": 1}


def test_unfolded_story_that_is_refused_does_not_come(library: Library) -> None:
    folder = library.root / "stories"
    story = next(unfold_many(load_kits(folder / "kits")[:1], load_tables(folder / "kits_catalogue.json"), 1, 1))
    bad = replace(story, title=("the", "gun"))
    screen = Screen(library)
    assert "gun" in kit_texts(bad, library)[0]
    assert list(screen.kits([bad])) == []
    assert screen.removed["kits"] == 1


def test_corpus_counts_what_it_removes(library: Library) -> None:
    corpus = KitCorpus(library.root)
    stories = corpus.stories(3, seed=1)
    assert len(stories) == 3 - corpus.screen.removed["kits"]
    assert corpus.screen.seen["kits"] == 3
