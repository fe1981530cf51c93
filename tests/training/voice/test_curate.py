"""Curation and training on a small made-up set with planted faults, end to end."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from story_cli.catalogue import Library
from story_cli.errors import StoryError
from story_cli.settings import VoiceSettings
from story_cli.sound import write_wave
from story_cli.text import sentences
from story_cli.training import voice as training
from story_cli.training.voice.curate import read_list, trimmed
from story_cli.training.voice.features import RATE_HZ
from story_cli.voice.attempt import say_planned
from story_cli.voice.engine import Manner
from story_cli.voice.find import open_engine
from story_cli.voice.prosody import PLAIN, Planned, plan_sentence

TEXTS = [
    "The fox ran over the old bridge.", "A crab sat under the boat.", "She looked at the moon and laughed.",
    "The whale sang a very long song.", "They found a shell on the sand.", "Nobody knew where the key was.",
    "The owl slept all day in the tree.", "He opened the door and looked out.", "A small star fell into the pond.",
    "The rabbit had lost her red hat.", "We can fly to the moon tonight.", "The dragon blew out the candle.",
    "It was cold on top of the hill.", "The parrot told them a secret.", "She gave the bear half of her cake.",
    "The snow came down on the village.", "The boat went round and round.", "A tiny mouse carried the flag.",
    "The robot danced with the queen.", "At last they were home again.",
]  # fmt: skip


def _read(text: str, manner: Manner | None = None) -> np.ndarray:
    (sentence,) = sentences(text)
    speakers = [manner] * len(sentence.words)
    planned: Planned = plan_sentence(sentence, speakers, PLAIN, 0.95, frozenset())
    engine = open_engine(VoiceSettings(), Library())
    return say_planned(engine, [sentence], [planned]).samples


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty good recordings and eight faults: strangers, noise, dead air, other words, a broken file."""
    data = tmp_path_factory.mktemp("recordings")
    (data / "wavs").mkdir()
    rng = np.random.default_rng(4)
    stranger = Manner(pitch=-7.0, tract=1.14)
    rows = []
    for number, text in enumerate(TEXTS):
        write_wave(data / "wavs" / f"good{number:02}.wav", _read(text) * rng.uniform(0.3, 1.0), 48_000)
        rows.append((f"good{number:02}", text))
    for number in (1, 5):
        write_wave(data / "wavs" / f"stranger{number}.wav", _read(TEXTS[number], stranger), 48_000)
        rows.append((f"stranger{number}", TEXTS[number]))
    for number in (0, 1):
        write_wave(data / "wavs" / f"noise{number}.wav", rng.normal(size=96_000).astype(np.float32) * 0.1, 48_000)
        rows.append((f"noise{number}", TEXTS[number]))
        write_wave(data / "wavs" / f"dead{number}.wav", np.zeros(96_000, np.float32) + 1e-4, 48_000)
        rows.append((f"dead{number}", TEXTS[number]))
    write_wave(data / "wavs" / "other.wav", _read(TEXTS[3]), 48_000)
    rows.append(("other", TEXTS[14]))
    (data / "wavs" / "broken.wav").write_bytes(b"RIFF nothing")
    rows.append(("broken", TEXTS[2]))
    (data / "metadata.csv").write_text("".join(f"{name}|{text}\n" for name, text in rows))
    (data / "styles.csv").write_text("good03|silly\ngood04|silly\n")
    return data


@pytest.mark.slow
def test_planted_faults_are_found_and_a_voice_is_made_of_the_rest(recordings: Path, tmp_path: Path) -> None:
    for package in ("pocketsphinx", "pyworld"):
        pytest.importorskip(package)
    said: list[str] = []
    training.run(recordings, tmp_path / "mine", 1, 0.05, False, Library(), said.append)
    report = json.loads((tmp_path / "mine" / "work" / "curation.json").read_text())
    planted = {"stranger1", "stranger5", "noise0", "noise1", "dead0", "dead1", "other", "broken"}
    assert planted <= set(report["dropped"])
    assert len(set(report["dropped"]) - planted) <= 1  # five per cent of the good ones
    assert report["used"] == report["recordings"] - len(report["dropped"])
    assert any("another voice" in reason for name, reason in report["dropped"].items() if "stranger" in name)
    steps = _steps(tmp_path / "mine")
    said.clear()
    training.run(recordings, tmp_path / "mine", 1, 0.02, True, Library(), said.append)
    assert not any("curation" in line for line in said)  # it goes on where it stopped
    assert _steps(tmp_path / "mine") >= steps > 0
    voice = open_engine(VoiceSettings(engine=str(tmp_path / "mine"), style="silly"), Library())
    (sentence,) = sentences(TEXTS[0])
    planned = plan_sentence(sentence, [None] * len(sentence.words), PLAIN, 0.9, frozenset())
    assert say_planned(voice, [sentence], [planned]).duration > 0.5


def _steps(folder: Path) -> int:
    import torch

    return int(torch.load(folder / "work" / "checkpoint.pt", weights_only=True)["step"])


def test_a_list_at_fault_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("a|The fox ran.\nb\n")
    with pytest.raises(StoryError, match=r"metadata.csv line 2"):
        read_list(tmp_path)
    (tmp_path / "metadata.csv").write_text("../a|The fox ran.\n")
    with pytest.raises(StoryError, match="not the name of a file"):
        read_list(tmp_path)


def test_silent_ends_are_cut() -> None:
    loud = np.sin(np.arange(RATE_HZ) / 20.0)
    quiet = np.full(RATE_HZ // 2, 1e-5)
    kept = trimmed(np.concatenate([quiet, loud, quiet]))
    assert len(kept) / RATE_HZ == pytest.approx(1.1, abs=0.03)
