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
