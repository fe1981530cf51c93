import pytest

from story_cli.artifacts import Story
from story_cli.render.timeline import MAX_CAPTION, CaptionWord, _split, make_timeline
from tests.render import examples


@pytest.fixture
def timeline(story: Story):  # type: ignore[no-untyped-def]
    return make_timeline(story, examples.scenes(story), examples.score(), examples.narration(story))


def test_words_light_up_at_the_time_they_are_spoken(story: Story, timeline) -> None:  # type: ignore[no-untyped-def]
    first = timeline.captions[0]
    voice = timeline.times.scenes[0].voice
    assert first.words[0].start == pytest.approx(voice + 0.2)
    assert first.words[1].start == pytest.approx(voice + 0.7)


def test_captions_hold_every_word_once_and_never_overlap(story: Story, timeline) -> None:  # type: ignore[no-untyped-def]
    words = [word.text for caption in timeline.captions for word in caption.words]
    assert words == " ".join(scene.text for scene in story.scenes).split()
    for one, other in zip(timeline.captions, timeline.captions[1:], strict=False):
        assert one.end <= other.start + 1e-9
        assert one.start < one.end


def test_last_caption_stays_until_its_scene_ends(timeline) -> None:  # type: ignore[no-untyped-def]
    assert timeline.captions[-1].end == timeline.times.scenes[-1].end


def test_long_sentence_is_cut_after_a_comma_near_its_middle() -> None:
    text = "First they looked behind the tall seaweed by the rock, and then they looked under the old broken boat."
    words = [CaptionWord(word, n, n + 1.0) for n, word in enumerate(text.split())]
    parts = _split(words)
    assert len(parts) == 2
    assert parts[0][-1].text == "rock,"
    assert all(len(" ".join(w.text for w in part)) <= MAX_CAPTION for part in parts)


def test_effect_starts_on_its_word(timeline) -> None:  # type: ignore[no-untyped-def]
    voice = timeline.times.scenes[1].voice
    assert timeline.effects[0].start == pytest.approx(voice + 0.7 - 0.05)


def test_cue_beyond_the_text_waits_for_the_last_word(story: Story) -> None:
    from story_cli.artifacts import At, Cue, Scenes

    far = examples.scene(cues=(Cue(At(9, 99), "hero", "expression", "joy"),))
    both = Scenes((far, far))
    timeline = make_timeline(story, both, examples.score(), examples.narration(story))
    last = timeline.times.scenes[0].voice + examples.spoken(story.scenes[0].text).sentences[-1].words[-1].start
    assert timeline.cue_times[0][0] == pytest.approx(last)


def test_spoken_words_belong_to_somebody_in_the_picture(story: Story, timeline) -> None:  # type: ignore[no-untyped-def]
    assert [word.word for word in timeline.spoken[1]] == ['"Have', "you"]
    assert {word.element for word in timeline.spoken[1]} == {"hero"}
