"""Effects change a frame in place."""

from __future__ import annotations

import numpy as np
import pytest

from story_cli.errors import UsageError
from story_cli.render.effects import Grey, Vignette, load_effects
from story_cli.render.planes import Frame


def frame() -> Frame:
    made = Frame(64, 36)
    made.y[:], made.u[:], made.v[:] = 150, 90, 170
    made.y[:, :8] = 40
    return made


def test_effects_are_found_by_name_and_compare_by_value() -> None:
    assert load_effects(("grey", "vignette")) == (Grey(), Vignette())
    with pytest.raises(UsageError, match="no effect 'gray'"):
        load_effects(("gray",))


def test_grey_has_no_colour_and_the_same_light() -> None:
    made = frame()
    Grey().apply(made, 0.0)
    assert np.all(made.u == 128)
    assert np.all(made.y[:, 20] == 150)


def test_a_vignette_darkens_corners_only() -> None:
    made = frame()
    Vignette(0.5).apply(made, 0.0)
    assert made.y[18, 32] == 150
    assert made.y[0, 63] < 120


def test_an_effect_of_moviepy_runs_on_a_frame() -> None:
    made = frame()
    load_effects(("mirror",))[0].apply(made, 1.0)
    assert int(made.y[18, -2]) == pytest.approx(40, abs=3)
    assert int(made.y[18, 2]) == pytest.approx(150, abs=3)
