"""Draws the film's timeline: segments and transitions, captions, speech and ducking, cues, mouths, effects."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from story_cli.render.segments import Segment
from story_cli.render.timeline import Timeline
from story_cli.render.transitions import SECONDS
from story_cli.units import frames_to_seconds

SECOND_PX, LEFT_PX, LANE_PX = 24, 96, 26
LANES = ("film", "captions", "words", "mouths", "cues", "camera", "effects", "ducking")
_COLOURS = ("#8fb3d9", "#e3c27a", "#a9cf9b", "#d9a0b4", "#b9a6d9", "#8fcfc6", "#e0a27a", "#b0b8c4")


def plot_timeline(timeline: Timeline, segments: Sequence[Segment], fps: int) -> Image.Image:
    """All lanes on one axis of seconds."""
    width = LEFT_PX + round(timeline.times.duration * SECOND_PX) + 20
    canvas = _Canvas(width, LANE_PX * (len(LANES) + 1) + 8)
    for lane, name in enumerate(LANES):
        canvas.draw.text((6, (lane + 1) * LANE_PX + 6), name, fill="#333333", font=canvas.font)
    for second in range(0, round(timeline.times.duration) + 1, 5):
        x = canvas.x(second)
        canvas.draw.line((x, 16, x, canvas.image.height), fill="#dddddd")
        canvas.draw.text((x + 2, 2), str(second), fill="#777777", font=canvas.font)
    for segment in segments:
        _segment(canvas, segment, fps)
    for effect in timeline.effects:
        canvas.mark(6, effect.start, effect.effect)
    for begin, end in timeline.speech:
        canvas.bar(7, begin, end, "")
    return canvas.image


class _Canvas:
    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width, height), "#fcfbf7")
        self.draw = ImageDraw.Draw(self.image)
        self.font = ImageFont.load_default(11)

    def x(self, time: float) -> float:
        return LEFT_PX + time * SECOND_PX

    def bar(self, lane: int, begin: float, end: float, text: str) -> None:
        """A stretch of time."""
        top, left, right = (lane + 1) * LANE_PX + 2, self.x(begin), max(self.x(begin) + 1, self.x(end) - 1)
        self.draw.rectangle((left, top, right, top + LANE_PX - 5), fill=_COLOURS[lane])
        room = max(0, int((right - left) / 6))
        self.draw.text((left + 2, top + 4), text[:room], fill="#222222", font=self.font)

    def mark(self, lane: int, time: float, text: str) -> None:
        """A moment."""
        top, x = (lane + 1) * LANE_PX + 2, self.x(time)
        self.draw.line((x, top, x, top + LANE_PX - 5), fill="#a03030", width=2)
        self.draw.text((x + 3, top + 4), text[:14], fill="#444444", font=self.font)


def _segment(canvas: _Canvas, segment: Segment, fps: int) -> None:
    from story_cli.render.motion import camera_moves_of

    start = frames_to_seconds(segment.begin, fps)
    name = f"{segment.name} ({segment.transition})" if segment.transition else segment.name
    canvas.bar(0, start, start + frames_to_seconds(segment.frames, fps), name)
    if segment.transition:
        canvas.mark(0, start + SECONDS[segment.transition], "")
    for caption in segment.captions:
        canvas.bar(1, start + caption.start, start + caption.end, caption.text)
        for word in caption.words:
            canvas.bar(2, start + word.start, start + word.end, word.text)
    for spoken in segment.spoken:
        canvas.bar(3, start + spoken.start, start + spoken.end, spoken.element)
    for time, cue in zip(segment.cue_times, segment.scene.cues, strict=True):
        canvas.mark(4, start + time, f"{cue.element} {cue.change} {cue.value}")
    for move in camera_moves_of(segment.scene, segment.span, segment.cue_times):
        canvas.bar(5, start + move.start, start + move.end, f"{move.goal:+.0f}")
