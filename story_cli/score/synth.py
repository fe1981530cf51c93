"""Notes → sound with FluidSynth and a General MIDI soundfont. The only file that knows FluidSynth.

pyfluidsynth answers −1 instead of raising when a soundfont is missing, and prints when CI is set: both end here.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from story_cli.errors import ExitStatus, StoryError
from story_cli.score.form import TempoMap
from story_cli.score.midi import Part, pan_controller, volume_controller
from story_cli.units import SAMPLE_RATE_HZ, seconds_to_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SOUNDFONT_VARIABLE = "STORYCLI_SOUNDFONT"
PACKAGES = "apt-get install libfluidsynth3 musescore-general-soundfont-small"
_USUAL = (  # where Debian's packages put them: the first is the one that levels were set with
    "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3",
    "/usr/share/sounds/sf3/MuseScore_General.sf3",
    "/usr/share/sounds/sf2/FluidR3_GM.sf2",
    "/usr/share/sounds/sf3/default-GM.sf3",
    "/usr/share/sounds/sf2/default-GM.sf2",
)
_BLOCK = 64  # FluidSynth's own; events are taken at block borders
_GAIN = 0.8  # keeps the float output near ±1; loudness is set later
_ROOM = (0.62, 0.35, 0.9, 0.55)  # reverb: room size, damping, width, level; chosen by ear measures: decay about 1.4 s


def find_soundfont(setting: str = "") -> Path:
    """The soundfont of the settings, of STORYCLI_SOUNDFONT, or the installed one. Raises StoryError."""
    named = setting or os.environ.get(SOUNDFONT_VARIABLE, "")
    if named:
        if Path(named).is_file():
            return Path(named)
        raise StoryError(
            f"there is no soundfont {named}", f"give an .sf2 or .sf3 file, or {PACKAGES}", ExitStatus.MISSING_ENGINE
        )
    for path in map(Path, _USUAL):
        if path.is_file():
            return path
    raise StoryError("no soundfont is installed: the music has no instruments", PACKAGES, ExitStatus.MISSING_ENGINE)


def render_stems(
    stems: Sequence[Sequence[Part]], times: TempoMap, seconds: float, soundfont: Path
) -> list[NDArray[np.float32]]:
    """Each stem as (samples, 2) float32 at 48 kHz, all of the same length; each in a process of its own."""
    _engine()  # missing: said here and not in a child
    workers = max(1, min(len(stems), os.cpu_count() or 1))
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda parts: _rendered_apart(parts, times, seconds, soundfont), stems))


def _rendered_apart(parts: Sequence[Part], times: TempoMap, seconds: float, soundfont: Path) -> NDArray[np.float32]:
    """One stem, rendered by a fresh interpreter: after some parsers and networks have run in a process, FluidSynth's
    samples differ in their last bit there. Raises: StoryError with the child's last words."""
    import numpy

    job = pickle.dumps((parts, times, seconds, soundfont))
    command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
    done = subprocess.run(command, input=job, capture_output=True, check=False)
    if done.returncode:
        tail = done.stderr[-400:].decode(errors="replace").strip()
        raise StoryError(f"FluidSynth failed: {tail}", "make the score again with --force; if it stays, report this")
    return numpy.frombuffer(done.stdout, numpy.float32).reshape(-1, 2).copy()


def serve() -> None:
    """The child's side: a pickled job of our own on stdin, float32 frames on stdout."""
    frames = _render(*pickle.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(frames.tobytes())


def _engine() -> Any:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import fluidsynth
    except (ImportError, OSError) as exc:
        raise StoryError("FluidSynth is not installed", PACKAGES, ExitStatus.MISSING_ENGINE) from exc
    return fluidsynth


def _render(parts: Sequence[Part], times: TempoMap, seconds: float, soundfont: Path) -> NDArray[np.float32]:
    import numpy

    module = _engine()
    total = seconds_to_samples(seconds)
    buffer = numpy.zeros((total, 2), numpy.float32)
    if not any(part.notes for part in parts):
        return buffer
    synth = module.Synth(gain=_GAIN, samplerate=float(SAMPLE_RATE_HZ))
    try:
        for name, value in (("synth.dynamic-sample-loading", 1), ("synth.chorus.active", 0)):
            synth.setting(name, value)
        font = synth.sfload(str(soundfont))
        if font < 0:
            raise StoryError(f"FluidSynth cannot read {soundfont}", PACKAGES, ExitStatus.MISSING_ENGINE)
        synth.set_reverb(*_ROOM)
        for part in parts:
            _set_up(synth, part, font)
        write = module._fl.fluid_synth_write_float
        write.argtypes = [ctypes.c_void_p, ctypes.c_int, *([ctypes.c_void_p, ctypes.c_int, ctypes.c_int] * 2)]
        now = 0
        for sample, kind, channel, pitch, velocity in [*_events(parts, times), (total, 0, 0, 0, 0)]:
            until = min(total, sample)
            if until > now:
                at = buffer[now:].ctypes.data
                write(synth.synth, until - now, at, 0, 2, at, 1, 2)
                now = until
            if kind == 2:
                synth.noteon(channel, pitch, velocity)
            elif kind == 1:
                synth.noteoff(channel, pitch)
    finally:
        synth.delete()
    return buffer


def _set_up(synth: Any, part: Part, font: int) -> None:
    instrument = part.instrument
    selected = synth.program_select(part.channel, font, instrument.bank, instrument.program)
    if selected != 0 and instrument.bank not in (0, 128):  # a smaller soundfont may lack the variation
        synth.program_select(part.channel, font, 0, instrument.program)
    for controller, value in (
        (7, volume_controller(instrument.level_db)),
        (10, pan_controller(instrument.pan)),
        (91, instrument.reverb),
        (93, 0),
    ):
        synth.cc(part.channel, controller, value)


def _events(parts: Sequence[Part], times: TempoMap) -> list[tuple[int, int, int, int, int]]:
    """(sample, 1 off or 2 on, channel, pitch, velocity) in playing order, on FluidSynth's block borders."""
    events = []
    for part in parts:
        for note in part.notes:
            on = seconds_to_samples(times.seconds(note.beat)) // _BLOCK * _BLOCK
            off = max(on + _BLOCK, seconds_to_samples(times.seconds(note.end)) // _BLOCK * _BLOCK)
            events.append((on, 2, part.channel, note.pitch, note.velocity))
            events.append((off, 1, part.channel, note.pitch, 0))
    return sorted(events)
