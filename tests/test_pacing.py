from itertools import pairwise

from story_cli.artifacts import Reading, SpokenScene
from story_cli.pacing import film_times


def test_spans_join_without_gaps_and_hold_the_voice() -> None:
    reading = Reading("silence", SpokenScene(1.5, ()), (SpokenScene(10.0, ()), SpokenScene(4.0, ())))
    times = film_times(reading)
    spans = [times.title, *times.scenes, times.end_card]
    assert spans[0].start == 0.0
    assert all(a.end == b.start for a, b in pairwise(spans))
    for span, scene in zip(times.scenes, reading.scenes, strict=True):
        assert span.start < span.voice
        assert span.voice + scene.duration < span.end
    assert times.duration == spans[-1].end


def test_every_part_has_whole_frames_wherever_it_stands() -> None:
    reading = Reading("silence", SpokenScene(1.513, ()), (SpokenScene(10.0203, ()), SpokenScene(4.651, ())))
    times = film_times(reading)
    spans = [times.title, *times.scenes, times.end_card]
    for fps in (24, 30):
        assert all((span.end * fps) % 1 == 0 for span in spans)
    tails = [s.end - s.voice - r.duration for s, r in zip(times.scenes, reading.scenes, strict=True)]
    assert 0.45 <= tails[0] < 0.95
    assert 1.35 <= tails[1] < 1.85
