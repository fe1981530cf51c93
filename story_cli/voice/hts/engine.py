"""The default voice: Festival's linguistics, the slt HTS voice's models, our own durations, F0 plan and vocoder.

Because durations are decided before any sound, `time` and `say` agree to the sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from story_cli.voice.engine import Speech, Timing, Utterance
from story_cli.voice.hts import festival
from story_cli.voice.hts.durations import PhoneFrames, phone_frames, timing
from story_cli.voice.hts.voice_file import load_voice


class FestivalHts:
    """Engine "festival-hts". `time_limit` in seconds guards the Festival process."""

    name = "festival-hts"
    context_free = True

    def __init__(self, time_limit: float = festival.TIME_LIMIT) -> None:
        self._time_limit = time_limit

    def time(self, utterances: Sequence[Utterance]) -> list[Timing]:
        voice = load_voice(festival.VOICE_FILE)
        return [timing(voice, said, frames) for said, frames in zip(utterances, self._frames(utterances), strict=True)]

    def say(self, utterances: Sequence[Utterance]) -> Iterator[Speech]:
        import numpy as np

        from story_cli.voice.hts.expression import perform
        from story_cli.voice.hts.parameters import generate
        from story_cli.voice.hts.vocoder import synthesize

        voice = load_voice(festival.VOICE_FILE)
        for said, frames in zip(utterances, self._frames(utterances), strict=True):
            times = timing(voice, said, frames)
            if not frames:
                yield Speech(times, np.zeros(0, dtype=np.float32), voice.rate_hz)
                continue
            cepstrum, excitation = perform(generate(voice, frames), said, frames)
            samples = synthesize(cepstrum, excitation, voice.rate_hz, voice.frame_samples, voice.warp)
            yield Speech(times, samples, voice.rate_hz)

    def _frames(self, utterances: Sequence[Utterance]) -> list[list[PhoneFrames]]:
        festival.check_installed()
        voice = load_voice(festival.VOICE_FILE)
        labelled = festival.label(utterances, self._time_limit)
        return [phone_frames(voice, said, phones) for said, phones in zip(utterances, labelled, strict=True)]
