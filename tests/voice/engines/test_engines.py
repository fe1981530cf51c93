import ctypes
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from story_cli.catalogue import Library
from story_cli.errors import ExitStatus, StoryError, UsageError
from story_cli.settings import VoiceSettings
from story_cli.voice.engine import Utterance, WordPlan
from story_cli.voice.engines.espeak import Espeak
from story_cli.voice.engines.hugging_face import HuggingFace
from story_cli.voice.engines.onnx_files import Kokoro, Piper
from story_cli.voice.find import open_engine
from tests.voice.engines import made

SAID = Utterance(
    (WordPlan("the", ("the",)), WordPlan("fox", ("fox",), pause=0.2), WordPlan("ran", ("ran",), contour="fall"))
)


def _has_espeak() -> bool:
    try:
        ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        return False
    return shutil.which("espeak-ng") is not None


needs_espeak = pytest.mark.skipif(not _has_espeak(), reason="eSpeak NG is not installed (apt-get install espeak-ng)")


def _fake_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


@needs_espeak
def test_espeak_tells_the_time_of_every_word() -> None:
    (speech,) = Espeak().say([SAID])
    the, fox, ran = speech.timing.words
    assert 0 <= the.start < the.end <= fox.start < fox.end < ran.start < ran.end
    assert np.abs(speech.samples).max() > 0.05


@needs_espeak
def test_espeak_reads_slower_when_asked() -> None:
    from dataclasses import replace

    from story_cli.voice.engine import Manner

    slow = Utterance(tuple(replace(word, manner=Manner(rate=0.6)) for word in SAID.words))
    plain_time, slow_time = Espeak().time([SAID, slow])
    assert slow_time.duration > 1.25 * plain_time.duration


def test_a_missing_dead_or_hanging_worker_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fake_python(tmp_path, monkeypatch, "cat > /dev/null; exit 4")
    with pytest.raises(StoryError, match="not installed") as caught:
        Espeak().time([SAID])
    assert caught.value.status == ExitStatus.MISSING_ENGINE
    assert "apt-get install espeak-ng" in caught.value.hint
    _fake_python(tmp_path, monkeypatch, "cat > /dev/null; echo 'out of breath' >&2; exit 5")
    with pytest.raises(StoryError, match="exit code 5: out of breath"):
        Espeak().time([SAID])
    _fake_python(tmp_path, monkeypatch, "sleep 5")
    with pytest.raises(StoryError, match="no answer within"):
        Espeak(time_limit=0.1).time([SAID])


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="no language"):
        Espeak("../../etc/passwd")


def test_an_engine_that_needs_an_argument_says_so() -> None:
    for name in ("hf", "piper", "kokoro"):
        with pytest.raises(UsageError, match=f"{name} needs"):
            open_engine(VoiceSettings(engine=name), Library())


@pytest.mark.slow
def test_a_vits_checkpoint_speaks_and_repeats_itself(tmp_path: Path) -> None:
    folder = made.vits(tmp_path / "vits")
    (first,) = HuggingFace(str(folder)).say([SAID])
    (again,) = HuggingFace(str(folder)).say([SAID])
    assert len(first.samples) > 0
    assert np.array_equal(first.samples, again.samples)
    assert len(first.timing.words) == 3


@pytest.mark.slow
@pytest.mark.parametrize(("make", "rate_hz"), [(made.fastspeech, 22050), (made.speecht5, 16000)])
def test_a_checkpoint_with_its_vocoder_speaks_and_without_it_says_what_is_missing(
    make: Callable[..., Path], rate_hz: int, tmp_path: Path
) -> None:
    if make is made.speecht5:
        pytest.importorskip("sentencepiece")
    (speech,) = HuggingFace(str(make(tmp_path / "whole"))).say([SAID])
    assert speech.rate_hz == rate_hz
    assert len(speech.samples) / rate_hz == pytest.approx(speech.timing.duration)
    assert np.isfinite(speech.samples).all()
    assert len(speech.timing.words) == 3
    folder = make(tmp_path / "mute", vocoder=False)
    with pytest.raises(StoryError, match="has no vocoder") as caught:
        list(HuggingFace(str(folder)).say([SAID]))
    assert "HifiGan" in caught.value.hint


@pytest.mark.slow
def test_a_speecht5_speaker_beside_the_checkpoint_is_used(tmp_path: Path) -> None:
    pytest.importorskip("sentencepiece")
    import torch
    from safetensors.torch import save_file

    folder = made.speecht5(tmp_path / "whole")
    (without,) = HuggingFace(str(folder)).say([SAID])
    save_file({"speaker": torch.full((4,), 5.0)}, folder / "speaker.safetensors")
    (spoken,) = HuggingFace(str(folder)).say([SAID])
    assert not np.array_equal(without.samples, spoken.samples)


def test_a_folder_that_is_no_checkpoint_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(StoryError, match="is a bert model"):
        list(HuggingFace(str(tmp_path)).say([SAID]))
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(StoryError, match="cannot load the voice"):
        list(HuggingFace(str(tmp_path)).say([SAID]))


@needs_espeak
def test_a_piper_file_speaks(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    (speech,) = Piper(str(made.piper(tmp_path / "tiny.onnx"))).say([SAID])
    assert speech.rate_hz == 22050
    assert speech.timing.duration > 0.2


@needs_espeak
def test_a_kokoro_file_speaks_in_the_style_beside_it(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    path = made.kokoro(tmp_path / "tiny.onnx")
    (speech,) = Kokoro(str(path)).say([SAID])
    assert speech.rate_hz == 24_000
    assert speech.timing.duration > 0.2
    np.save(path.with_name("style.npy"), np.zeros((510, 256), np.float32))
    (hushed,) = Kokoro(str(path)).say([SAID])
    assert np.abs(hushed.samples).max() < 0.01 < np.abs(speech.samples).max()
    path.with_name("config.json").write_text('{"vocab": ["a"]}')
    with pytest.raises(StoryError, match="has no “vocab”"):
        list(Kokoro(str(path)).say([SAID]))


@needs_espeak
def test_a_broken_voice_file_is_named(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    path = made.piper(tmp_path / "tiny.onnx")
    path.write_bytes(b"nothing")
    with pytest.raises(StoryError, match="not an ONNX network"):
        list(Piper(str(path)).say([SAID]))
    path.with_name("tiny.onnx.json").write_text("{}")
    with pytest.raises(StoryError, match="lacks"):
        list(Piper(str(path)).say([SAID]))
    with pytest.raises(StoryError, match="no style"):
        list(Kokoro(str(path)).say([SAID]))
