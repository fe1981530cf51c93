"""What a finished file really holds: its sound is decoded again and measured."""

from __future__ import annotations

from pathlib import Path

from story_cli.render.encode import decode_sound
from story_cli.sound import integrated_loudness, true_peak_dbtp
from story_cli.units import SAMPLE_RATE_HZ


def measure_sound(film: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP of a film's sound. Raises: StoryError if it cannot be read."""
    sound = decode_sound(film)
    return integrated_loudness(sound, SAMPLE_RATE_HZ), true_peak_dbtp(sound)
