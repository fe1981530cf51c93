from story_cli.score.effects import SoundEntry
from story_cli.training.soundwords import Net, audioset_links, wordnet_links

NET = Net(
    {
        "1-n": ("noun.animal", ("dog",)),
        "2-n": ("noun.animal", ("poodle",)),
        "3-n": ("noun.person", ("cad", "dog")),
        "4-v": ("verb.contact", ("rub", "scrub")),
        "5-n": ("noun.body", ("palm",)),
        "6-v": ("verb.contact", ("palm",)),
        "7-v": ("verb.contact", ("knead",)),
    },
    {"1-n": ["2-n"], "6-v": ["7-v"]},
    {
        "dog n": ["1-n", "3-n"],
        "poodle n": ["2-n"],
        "cad n": ["3-n"],
        "rub v": ["4-v"],
        "scrub v": ["4-v"],
        "palm n": ["5-n"],
        "palm v": ["6-v"],
        "knead v": ["7-v"],
    },
)


def _sound(name: str, *words: str) -> SoundEntry:
    return SoundEntry(name, "effect", (), (), (), words, (), 1.0, 16000, -20.0, -3.0, 0.0, (), "Apache-2.0", "")


def test_what_lies_below_and_what_means_the_same_is_linked() -> None:
    links = wordnet_links([_sound("bark", "dog"), _sound("scratch", "rub")], NET)
    assert {word: [(k.sound, k.distance) for k in found] for word, found in links.items()} == {
        "poodle": [("bark", 1)],
        "scrub": [("scratch", 0)],
    }


def test_a_thing_is_not_read_as_a_verb() -> None:
    assert not wordnet_links([_sound("leaves", "palm")], NET)


def test_classes_of_sounds_bridge_to_their_names(tmp_path) -> None:
    path = tmp_path / "classes.tsv"
    path.write_text("id\tname\tparents\tchildren\trestrictions\tdescription\n1\tDog\t\tBow-wow|Growling dog\t\t\n"
                    "2\tBow-wow\tDog\t\t\t\n3\tGrowling dog\tDog\t\t\t\n")  # fmt: skip
    links = audioset_links([_sound("bark", "dog")], path)
    assert {word: min(k.distance for k in found) for word, found in links.items()} == {"dog": 1, "bow-wow": 2}
