"""The stage as a whole, on the silent engine: times, files, bad input."""

import wave
from pathlib import Path

import pytest
from msgspec.structs import replace

from story_cli.artifacts import Reading, Story, StoryScene
from story_cli.catalogue import Library
from story_cli.errors import UsageError
from story_cli.settings import VoiceSettings
from story_cli.store import StageFolder
from story_cli.text import sentences
from story_cli.voice import narrate, read_ahead

SILENCE = VoiceSettings(engine="silence")


def _with_text(story: Story, *texts: str) -> Story:
    return replace(story, scenes=tuple(StoryScene("coral-reef", text, story.grade) for text in texts))


def _check_times(story: Story, reading: Reading) -> None:
    """Every white-space word once, in order, inside its sentence and scene."""
    for scene, spoken in zip(story.scenes, reading.scenes, strict=True):
        now = 0.0
        for sentence, said in zip(sentences(scene.text), spoken.sentences, strict=True):
            assert [word.text for word in said.words] == [word.text for word in sentence.words]
            for word in said.words:
                assert now - 1e-6 <= word.start <= word.end
                now = word.end
            assert said.start == said.words[0].start
            assert said.end == said.words[-1].end
        assert now <= spoken.duration


def test_reading_ahead_equals_the_narration(story: Story, library: Library, tmp_path: Path) -> None:
    narration = narrate(story, SILENCE, library, StageFolder(tmp_path), lambda share, text: None)
    assert narration.reading == read_ahead(story, SILENCE, library)


def test_every_word_has_its_time(story: Story, library: Library) -> None:
    reading = read_ahead(story, SILENCE, library)
    _check_times(story, reading)
    assert reading.engine == "silence"
    assert [word.text for word in reading.title.sentences[0].words] == ["The", "Pearl"]


def test_waves_are_as_long_as_the_reading_says(story: Story, library: Library, tmp_path: Path) -> None:
    out = StageFolder(tmp_path)
    narration = narrate(story, SILENCE, library, out, lambda share, text: None)
    paths = [out.title_voice(), out.voice(1), out.voice(2)]
    for path, scene in zip(paths, [narration.reading.title, *narration.reading.scenes], strict=True):
        with wave.open(str(path)) as sound:
            assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 48_000)
            assert sound.getnframes() / 48_000 == pytest.approx(scene.duration)


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "— … !!!", "a" * 5000, "word " * 1000, "Привет, мир! こんにちは 世界。", 'x\x00y \u200b "',
     '" said said "', "(exit) ' ; \\ $(rm) @end @utterance 5"],
)  # fmt: skip
def test_odd_texts_are_read_in_some_way(text: str, story: Story, library: Library) -> None:
    odd = _with_text(story, text)
    _check_times(odd, read_ahead(odd, SILENCE, library))


def test_a_blank_line_is_a_longer_pause(story: Story, library: Library) -> None:
    joined, parted = (
        read_ahead(_with_text(story, f"She sat.{gap}He sang."), SILENCE, library).scenes[0] for gap in (" ", "\n\n")
    )
    assert parted.duration > joined.duration + 0.2


def test_a_slower_rate_takes_longer(story: Story, library: Library) -> None:
    slow, fast = (
        read_ahead(story, VoiceSettings(engine="silence", rate=rate), library).scenes[0].duration for rate in (0.7, 1.2)
    )
    assert slow > 1.3 * fast


def test_progress_runs_from_nothing_to_done_and_may_stop(story: Story, library: Library, tmp_path: Path) -> None:
    shares: list[float] = []
    narrate(story, SILENCE, library, StageFolder(tmp_path), lambda share, text: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)

    def stop(share: float, text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        narrate(story, SILENCE, library, StageFolder(tmp_path), stop)


def test_an_unknown_engine_and_an_odd_rate_are_refused(story: Story, library: Library) -> None:
    with pytest.raises(UsageError):
        read_ahead(story, VoiceSettings(engine="festivl"), library)
    with pytest.raises(UsageError):
        read_ahead(story, VoiceSettings(engine="silence", rate=0.0), library)
