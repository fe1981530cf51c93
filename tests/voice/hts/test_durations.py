from dataclasses import replace

import pytest

from story_cli.voice.engine import Manner, Utterance, WordPlan
from story_cli.voice.hts.durations import LEAD_FRAMES, TAIL_FRAMES, phone_frames, timing
from story_cli.voice.hts.voice_file import HtsVoice
from tests.voice.examples import phone, utterance

PHONES = [phone("pau", -1), phone("s", 0), phone("aa", 0), phone("aa", 1), phone("pau", -1)]


def test_frames_are_the_means_of_the_states(voice: HtsVoice) -> None:
    frames = phone_frames(voice, utterance("sa", "ah"), PHONES)
    assert [frame.states for frame in frames[1:-1]] == [(3, 3), (4, 4), (4, 4)]
    assert [frame.word for frame in frames] == [-1, 0, 0, 1, -1]


def test_words_follow_one_another_between_short_silences(voice: HtsVoice) -> None:
    said = utterance("sa", "ah")
    times = timing(voice, said, phone_frames(voice, said, PHONES))
    frame = 0.005
    assert times.words[0] == pytest.approx((LEAD_FRAMES * frame, (LEAD_FRAMES + 14) * frame))
    assert times.words[1] == pytest.approx((times.words[0].end, (LEAD_FRAMES + 22) * frame))
    assert times.duration == pytest.approx((LEAD_FRAMES + 22 + TAIL_FRAMES) * frame)
    assert [name for name, _, _ in times.phones] == ["pau", "s", "aa", "aa", "pau"]


def test_a_slower_word_takes_its_own_time_only(voice: HtsVoice) -> None:
    said = utterance("sa", "ah")
    slow = Utterance((replace(said.words[0], manner=Manner(rate=0.5)), said.words[1]))
    frames = phone_frames(voice, slow, PHONES)
    assert sum(frames[1].states) + sum(frames[2].states) == 28
    assert frames[3].states == (4, 4)


def test_a_planned_pause_lasts_as_planned(voice: HtsVoice) -> None:
    said = utterance("sa", "ah", pause_after=0, pause=0.3)
    phones = [*PHONES[:3], phone("pau", -1), *PHONES[3:]]
    times = timing(voice, said, phone_frames(voice, said, phones))
    assert times.words[1].start - times.words[0].end == pytest.approx(0.3)


def test_an_unsaid_word_gets_an_empty_moment(voice: HtsVoice) -> None:
    said = utterance("sa", "ah")
    dashed = Utterance((said.words[0], WordPlan("—", ()), said.words[1]))
    times = timing(voice, dashed, phone_frames(voice, dashed, PHONES))
    assert times.words[1] == (times.words[0].end, times.words[0].end)
    assert times.words[2].start == times.words[0].end


def test_silence_only_has_no_length(voice: HtsVoice) -> None:
    said = Utterance((WordPlan("—", ()),))
    assert timing(voice, said, phone_frames(voice, said, [])).duration == 0.0
