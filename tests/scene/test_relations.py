"""Spatial relations, moves and feelings read off the parse."""

from __future__ import annotations

import pytest

from tests.scene.conftest import Read


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("The octopus hid under the boat.", ("octopus-1", "under", "boat-1")),
        ("Under the boat sat an octopus.", ("octopus-1", "under", "boat-1")),
        ("The crab on the rock waved.", ("crab-1", "on", "rock-1")),
        ("The boat was behind the rock.", ("boat-1", "behind", "rock-1")),
        ("There was a crab under the boat.", ("crab-1", "under", "boat-1")),
        ("Lulu sat in front of the chest.", ("hero", "in front of", "treasure-chest-1")),
        ("Lulu put the shell on the rock.", ("shell-1", "on", "rock-1")),
        ("Lulu asked the starfish on the rock.", ("starfish-1", "on", "rock-1")),
        ("The shell was hidden behind the rock by the crab.", ("shell-1", "behind", "rock-1")),
        ("A turtle who lived in a shell smiled.", ("turtle-1", "in", "shell-1")),
        ("Lulu swam up and sat on the rock.", ("hero", "on", "rock-1")),
        ("Lulu held a lantern.", ("hero", "holding", "lantern-1")),
        ("The crab had a key in his claw.", ("crab-1", "holding", "key-1")),
        ("A crown sat on Lulu's head.", ("crown-1", "on", "hero")),
        ("Out jumped a crab with a pearl on his head.", ("pearl-1", "on", "crab-1")),
        ("A squirrel in a red hat waved.", ("hat-1", "on", "squirrel-1")),
        ("Lulu rode on the dolphin's back.", ("hero", "riding", "dolphin-1")),
        ("Lulu rode the dolphin.", ("hero", "riding", "dolphin-1")),
        ("There on the rock sat a crab.", ("crab-1", "on", "rock-1")),
        ("There was a crab asleep on a rock.", ("crab-1", "on", "rock-1")),
        ("The shell was hidden under a boat by the crab.", ("shell-1", "under", "boat-1")),
        ("The crab stood next to the boat.", ("crab-1", "next to", "boat-1")),
        ("Lulu put on her crown.", ("crown-1", "on", "hero")),
        ("A leaf stuck to the crab's shell.", ("leaf-1", "on", "shell-1")),
        ("The crab ran over the rock and under the boat.", ("crab-1", "under", "boat-1")),
        ("Lulu stood the bottles in a row along the bridge.", ("bottle-1", "on", "bridge-1")),
        ("The crab hung a bell on Lulu's arm.", ("bell-1", "on", "hero")),
        ("Lulu swam to the boat.", ("hero", "toward", "boat-1")),
        ("Lulu hid a shell, and it lay under the rock.", ("shell-1", "under", "rock-1")),
        ("Lulu wore a crown.", ("crown-1", "on", "hero")),
        ("The lantern was carried by the crab.", ("crab-1", "holding", "lantern-1")),
        ("The bubble floated over the whale.", ("bubble-1", "above", "whale-1")),
    ],
)
def test_relations(read: Read, text: str, relation: tuple[str, str, str]) -> None:
    found = [(r.subject, r.predicate, r.object) for r in read(text)[0].graph.relations]
    meant = {"above": ("above", "over")}.get(relation[1], (relation[1],))
    assert any((relation[0], predicate, relation[2]) in found for predicate in meant), found


def test_a_head_in_the_hands_holds_nothing(read: Read) -> None:
    found = {
        (r.subject, r.predicate) for r in read("Lulu sat down on a rock with her head in her hands.")[0].graph.relations
    }
    assert found == {("hero", "on")}


def test_both_of_two_stand_there(read: Read) -> None:
    found = {(r.subject, r.predicate) for r in read("Lulu and the crab sat on the rock.")[0].graph.relations}
    assert found == {("hero", "on"), ("crab-1", "on")}


@pytest.mark.parametrize(
    "text",
    [
        "Lulu looked in the shell.",
        "Lulu did not sit on the rock.",
        "Lulu wanted to sit on the rock.",
        "Lulu met the crab in the morning.",
    ],
)
def test_no_relation_where_nothing_happens(read: Read, text: str) -> None:
    assert [r.predicate for r in read(text)[0].graph.relations if r.predicate in ("on", "in")] == []


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Lulu swam to the reef.", ("hero", "swim")),
        ("The crab waved at Lulu.", ("crab-1", "wave")),
        ("Down dived the whale.", ("whale-1", "swim")),
        ("The turtle fell asleep.", ("turtle-1", "sleep")),
        ("Lulu laughed and danced.", ("hero", "dance")),
        ("Lulu gave the crab a pearl.", ("hero", "give")),
        ("The dolphin jumped over the boat.", ("dolphin-1", "jump")),
        ("The crab was asleep.", ("crab-1", "sleep")),
        ("Lulu met three crabs. All of them danced.", ("crab-1", "dance")),
        ("A crab came running.", ("crab-1", "run")),
        ("The door flew open.", ("door-1", "open")),
        ("Lulu laughed, and so did the crab.", ("crab-1", "laugh")),
        ("It was the crab, asleep on a rock.", ("crab-1", "sleep")),
    ],
)
def test_moves(read: Read, text: str, action: tuple[str, str]) -> None:
    assert action in [(a.agent, a.move) for a in read(text)[0].graph.actions]


@pytest.mark.parametrize(
    "text",
    [
        "Lulu did not dance.",
        "Lulu wanted to dance.",
        "Lulu would dance.",
        "Lulu was going to dance.",
        "Lulu went red.",
        "Lulu lifted her head.",
        "Lulu had danced all night.",
        '"Dance!" said Lulu.',
        "Lulu looked sad.",
    ],
)
def test_moves_that_nobody_makes(read: Read, text: str) -> None:
    assert read(text)[0].graph.actions == ()


def test_a_gift_has_its_receiver(read: Read) -> None:
    (action,) = read("Lulu gave the crab a pearl.")[0].graph.actions
    assert action.target == "crab-1"


@pytest.mark.parametrize(
    ("text", "who", "feeling"),
    [
        ("The whale was sad.", "whale-1", "sad"),
        ("The crab felt scared.", "crab-1", "scared"),
        ("A sad whale lay on the sand.", "whale-1", "sad"),
        ("The turtle yawned.", "turtle-1", "sleepy"),
        ('"I did it!" said Lulu proudly.', "hero", "proud"),
        ("Lulu jumped with joy.", "hero", "happy"),
    ],
)
def test_feelings(read: Read, text: str, who: str, feeling: str) -> None:
    (scene,) = read(text)
    assert next(e.feeling for e in scene.graph.entities if e.id == who) == feeling


@pytest.mark.parametrize("text", ["Lulu was not sad.", "Lulu was afraid of nothing."])
def test_denied_feelings(read: Read, text: str) -> None:
    assert read(text)[0].facts.feelings == ()


@pytest.mark.parametrize(
    "text",
    [
        "Lulu said hello to the crab.",
        "Lulu knocked on the door.",
        "Lulu wrote on a letter.",
        "Lulu looked at the boat.",
        "Lulu saw a fish from the boat.",
        "Lulu gave a shell to the crab.",
        "Lulu had slept in the boat.",
        "Lulu had been in the boat.",
    ],
)
def test_what_tells_no_place_gives_none(read: Read, text: str) -> None:
    assert not [r for r in read(text)[0].graph.relations if r.predicate != "holding"]


def test_what_was_held_is_let_go_when_time_has_passed(read: Read) -> None:
    held, still, later = read("Lulu held a lantern.", "Lulu laughed.", "The next morning Lulu laughed.")
    assert [[r.object for r in scene.graph.relations] for scene in (held, still, later)] == [
        ["lantern-1"],
        ["lantern-1"],
        [],
    ]


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("Lulu looked at the crab for a long time.", "look"),
        ("Lulu gave a jump.", "jump"),
        ("Lulu looked to see a crab.", "look"),
    ],
)
def test_moves_told_by_more_than_a_verb(read: Read, text: str, move: str) -> None:
    assert move in [a.move for a in read(text)[0].graph.actions]


@pytest.mark.parametrize(
    "text", ["Lulu gave the crab a tug.", "Lulu left without dropping it.", "Lulu looked for a crab."]
)
def test_deeds_that_are_no_such_move(read: Read, text: str) -> None:
    assert not {"give", "fall", "look"} & {a.move for a in read(text)[0].graph.actions}


def test_the_place_right_after_a_thing_is_the_things(read: Read) -> None:
    found = [(r.subject, r.predicate, r.object) for r in read("Lulu polished a shell on a rock.")[0].graph.relations]
    assert found == [("shell-1", "on", "rock-1")]


def test_they_again_are_one_cluster(read: Read) -> None:
    (scene,) = read("Lulu met a crab. They laughed and they danced.")
    assert [len(spans) for ref_id, spans in scene.facts.clusters if "+" in ref_id] == [2]
