from pathlib import Path

import pytest

from story_cli.errors import ExitStatus, StoryError
from story_cli.voice.hts.voice_file import load_voice
from tests.voice.examples import HISS_LABEL, SILENT_LABEL, VOWEL_LABEL, htsvoice


def test_trees_lead_to_the_leaf_of_the_label(tmp_path: Path) -> None:
    (tmp_path / "v.htsvoice").write_bytes(htsvoice())
    voice = load_voice(tmp_path / "v.htsvoice")
    assert [voice.duration_tree.leaf(label) for label in (SILENT_LABEL, VOWEL_LABEL, HISS_LABEL)] == [0, 1, 2]
    assert voice.durations.mean.tolist() == [[2.0, 2.0], [4.0, 4.0], [3.0, 3.0]]


def test_numbers_of_the_header_are_kept(tmp_path: Path) -> None:
    (tmp_path / "v.htsvoice").write_bytes(htsvoice())
    voice = load_voice(tmp_path / "v.htsvoice")
    assert (voice.rate_hz, voice.frame_samples, voice.states, voice.warp) == (16_000, 80, 2, 0.42)
    assert voice.cepstrum.windows == ((1.0,), (-0.5, 0.0, 0.5))
    assert len(voice.log_f0.trees) == len(voice.log_f0.leaves) == 2
    assert voice.log_f0.leaves[0].voiced is not None
    assert voice.log_f0.leaves[0].voiced.tolist() == [0.0, 1.0, 0.0]


def test_a_missing_voice_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(StoryError) as raised:
        load_voice(tmp_path / "none.htsvoice")
    assert raised.value.status is ExitStatus.MISSING_ENGINE
    assert "festvox-us-slt-hts" in raised.value.hint


@pytest.mark.parametrize("cut", [0, 40, 600, 1500])
def test_a_broken_voice_is_refused(cut: int, tmp_path: Path) -> None:
    (tmp_path / "v.htsvoice").write_bytes(htsvoice()[:cut])
    with pytest.raises(StoryError, match="not an"):
        load_voice(tmp_path / "v.htsvoice")
