"""The kit checker: each rule finds its own fault in an otherwise sound kit, and the shipped kits have none."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from story_cli.catalogue import Library
from story_cli.kits import Kit, KitTables, load_kits, load_tables
from story_cli.kits.check import faults, gaps
from story_cli.kits.trial import trial

STORIES = Path(__file__).parents[2] / "library" / "stories"
SOUND = "planted-button"  # a kit that is taken to pieces below


@pytest.fixture(scope="module")
def tables() -> KitTables:
    return load_tables(STORIES / "kits_catalogue.json")


@pytest.fixture(scope="module")
def sound() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((STORIES / "kits" / f"{SOUND}.json").read_text(encoding="utf-8"))
    return raw


def changed(sound: dict[str, Any], change: Callable[[dict[str, Any]], object], folder: Path) -> Kit:
    raw = copy.deepcopy(sound)
    change(raw)
    (folder / "kit.json").write_text(json.dumps(raw), encoding="utf-8")
    return load_kits(folder)[0]


def say(telling: str) -> Callable[[dict[str, Any]], object]:
    """A change that puts one more paraphrase into the first sentence."""
    return lambda raw: raw["scenes"][0]["say"][0]["t"].append(telling)


def test_shipped_kits_follow_the_schema() -> None:
    schema = json.loads((STORIES / "kit.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for path in (STORIES / "kits").glob("*.json"):
        raw = json.loads(path.read_text(encoding="utf-8"))
        assert [f"{path.name}: {e.json_path}: {e.message}" for e in validator.iter_errors(raw)] == []
        assert raw["id"] == path.stem


def test_shipped_kits_have_no_faults_and_can_be_cast_from_the_catalogue(tables: KitTables) -> None:
    library = Library()
    found = {kit.id: faults(kit, tables) + gaps(kit, library) for kit in load_kits(STORIES / "kits")}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.slow
@pytest.mark.parametrize("initial", "abcdefghijklmnopqrstuvwxyz")
def test_shipped_kits_unfold_without_slips(tables: KitTables, initial: str) -> None:
    kits = [kit for kit in load_kits(STORIES / "kits") if kit.id.startswith(initial)]
    found = {kit.id: trial(kit, tables, 72, 7, patience=0).faults for kit in kits}
    never = "never told"  # takes more stories to show than a test has time for
    assert {n: [x for x in f if never not in x] for n, f in found.items() if any(never not in x for x in f)} == {}


@pytest.mark.parametrize(
    ("telling", "fault"),
    [
        ("{H} saw a {hero}.", "article outside the braces"),
        ("{H} saw a apple.", "a or an"),
        ("{H} went to the the door.", "a word twice"),
        ("{H} “waved.", "unbalanced marks"),
        ("{H} waved", "no full stop"),
        ('{H} said "no".', "straight quote"),
        ("{H} went {nowhere.to}.", "unknown slot"),
        ("{H} met {sombody}.", "unknown slot"),
        ("{H} sat down and {he} knocks.", "{he was}"),
        ("{He} sat and was glad.", "cannot agree"),
        ("{H} would kill for a bun.", "never list"),
        ("{H} was [very] glad.", "single choice"),
        ("and {H} waved.", "small letter"),
        ("The cup was {his}.", "hers"),
        ("“It says ‘tea’,” said {H}.", "inside another"),
    ],
)
def test_a_faulty_paraphrase_is_found(
    telling: str, fault: str, sound: dict[str, Any], tables: KitTables, tmp_path: Path
) -> None:
    assert any(fault in found for found in faults(changed(sound, say(telling), tmp_path), tables))


def _sentence(raw: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = raw["scenes"][0]["say"][0]
    return first


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda raw: raw["scenes"].pop(), "scenes instead of five"),
        (lambda raw: raw["plot"].pop("twist"), "plot needs"),
        (lambda raw: raw["slots"].update(spare={"type": "creature"}), "is in no paraphrase"),
        (lambda raw: raw["slots"].update(spare={"type": "thing", "has": ["edible"]}), "nothing has the tag"),
        (lambda raw: raw.update(adjectives=["brave"]), "unreachable"),
        (lambda raw: _sentence(raw).update(f="stranger wave"), "unknown actor"),
        (lambda raw: _sentence(raw).update(f="hero wave @upon:hero"), "unknown relation"),
        (lambda raw: _sentence(raw).update(f="hero wave !hangry"), "unknown feeling"),
        (lambda raw: _sentence(raw).update(k="xylophone"), "keyword xylophone"),
        (lambda raw: _sentence(raw).update(p=0), "can never be told"),
        (lambda raw: _sentence(raw).update(t=_sentence(raw)["t"][:2]), "too few paraphrases"),
        (lambda raw: raw["scenes"][1]["say"][0]["t"].append(_sentence(raw)["t"][0]), "stands elsewhere too"),
    ],
)
def test_a_faulty_kit_is_found(
    change: Callable[[dict[str, Any]], object], fault: str, sound: dict[str, Any], tables: KitTables, tmp_path: Path
) -> None:
    assert any(fault in found for found in faults(changed(sound, change, tmp_path), tables))


def test_a_creature_is_introduced_before_it_is_known(sound: dict[str, Any], tables: KitTables, tmp_path: Path) -> None:
    creature = next(name for name, slot in sound["slots"].items() if slot.get("type") == "creature")
    kit = changed(sound, say(f"{{H}} met {{the {creature}}}."), tmp_path)
    assert any(f"“the” {creature} before “a”" in found for found in faults(kit, tables))


def test_a_trial_finds_what_only_unfolding_shows(sound: dict[str, Any], tables: KitTables, tmp_path: Path) -> None:
    def long_and_unreachable(raw: dict[str, Any]) -> None:
        raw["scenes"][0]["say"] = [raw["scenes"][0]["say"][0]]
        raw["scenes"][4]["say"][0]["t"].append("So " + "and so " * 80 + "on.")

    found = trial(changed(sound, long_and_unreachable, tmp_path), tables, 72, 1)
    assert any("never told" in fault and "and so" in fault for fault in found.faults)
    assert any(fault.startswith("a scene of") for fault in found.faults)
    assert found.outside > 0


def test_a_trial_counts_where_a_kit_unfolds(sound: dict[str, Any], tables: KitTables, tmp_path: Path) -> None:
    def only_swimmers(raw: dict[str, Any]) -> None:
        creature = next(slot for slot in raw["slots"].values() if slot.get("type") == "creature")
        creature.update(has=["glow"])

    found = trial(changed(sound, only_swimmers, tmp_path), tables, 72, 1)
    assert found.reach["castle"] == 0
    assert "castle: unfolds for 0 heroes only" in found.faults


def test_a_word_written_out_fills_no_slot(sound: dict[str, Any], tables: KitTables, tmp_path: Path) -> None:
    kit = changed(sound, say("{H} rang a bell and beat a drum."), tmp_path)
    assert {"bell", "drum"} <= kit.said
