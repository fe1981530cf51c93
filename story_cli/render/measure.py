"""What a finished file really holds: its sound is decoded again and measured."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

from story_cli.errors import StoryError
from story_cli.render.encode import ffmpeg
from story_cli.sound import integrated_loudness, true_peak_dbtp
from story_cli.units import SAMPLE_RATE_HZ


def measure_sound(film: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP of a film's sound. Raises: StoryError if it cannot be read."""
    command = [ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin", "-i", str(film)]
    command += ["-map", "0:a", "-f", "f32le", "-ac", "2", "-ar", str(SAMPLE_RATE_HZ), "-"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode or not done.stdout:
        tail = done.stderr[-300:].decode(errors="replace").strip()
        raise StoryError(f"the film's sound cannot be read back: {tail}", "make it again with --force")
    sound = np.frombuffer(done.stdout, "<f4").reshape(-1, 2)
    return integrated_loudness(sound, SAMPLE_RATE_HZ), true_peak_dbtp(sound)
