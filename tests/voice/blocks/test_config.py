import copy
import json
from pathlib import Path
from typing import Any

import pytest

from story_cli.errors import StoryError
from story_cli.voice.blocks.config import load_folder
from tests.voice.blocks.made import NETWORKS, STACK, write_voice


def _networks(name: str, **changes: Any) -> dict[str, Any]:
    networks = copy.deepcopy(NETWORKS)
    networks[name] |= changes
    return networks


def test_a_voice_is_loaded_from_its_folder(tmp_path: Path) -> None:
    voice = load_folder(write_voice(tmp_path))
    assert voice.pipeline.stack.gives.rate_hz == 16000
    assert list(voice.networks) == list(NETWORKS)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"networks": _networks("encoder", block="no-such")}, "block “encoder”, block: expected one of .*text-encoder"),
        ({"networks": _networks("decoder", hidden="big")}, "block “decoder”, hidden: expected a whole number"),
        ({"networks": _networks("decoder", kernel=4)}, "block “decoder”, kernel: expected an odd number"),
        ({"networks": _networks("decoder", colour=3)}, "block “decoder”, colour: expected one of the fields"),
        ({"networks": _networks("vocoder", warp=7)}, "block “vocoder”, warp: expected a number from 0 to 0.95"),
        ({"networks": _networks("upsampler", width=9)}, "block “decoder”, width: expected “frames” \\(17 wide"),
        ({"stack": STACK | {"stream": ["upsampler", "coder"]}}, "block “coder”, stack.stream: expected one of"),
        ({"stack": STACK | {"sequence": ["encoder", "vocoder"]}}, "expected a SequenceBlock, found a pulse-vocoder"),
        ({"stack": STACK | {"stream": STACK["stream"][:3]}}, "block “vocoder”, stack"),
        ({"rate_hz": 12345}, "block “voice”, rate_hz"),
        ({"rate_hz": "fast"}, r"Expected `int`, got `str` - at `\$.rate_hz`"),
        ({"weights": "x"}, "unknown field `weights`"),
    ],
)
def test_a_wrong_config_is_named_by_block_field_and_what_was_expected(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    write_voice(tmp_path, **changes)
    with pytest.raises(StoryError, match=message) as caught:
        load_folder(tmp_path)
    assert "voice.json" in caught.value.what


def test_weights_of_another_shape_are_named(tmp_path: Path) -> None:
    write_voice(tmp_path, networks=_networks("decoder", hidden=20))
    with pytest.raises(StoryError, match=r"block “decoder”, .*weights of shape"):
        load_folder(tmp_path)


def test_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match=r"cannot read .*voice.json"):
        load_folder(tmp_path)
    write_voice(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(StoryError, match="no safetensors file"):
        load_folder(tmp_path)
    (tmp_path / "model.safetensors").unlink()
    with pytest.raises(StoryError, match=r"cannot read .*model.safetensors"):
        load_folder(tmp_path)
    (tmp_path / "voice.json").write_text("{" * 1000)
    with pytest.raises(StoryError, match=r"voice.json"):
        load_folder(tmp_path)
    (tmp_path / "voice.json").write_text(json.dumps(["x"] * 100_000))
    with pytest.raises(StoryError, match="larger than"):
        load_folder(tmp_path)
