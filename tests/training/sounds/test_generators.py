import msgspec
import numpy as np
import pytest

from story_cli.training.sounds import make_sound, run
from story_cli.training.sounds.generators import RATE_HZ, curve, render_layer
from story_cli.training.sounds.recipe import Grains, Modal, Noise, Recipe, StandsFor, Sweep, Voice, read_recipes

FLAT = ((0.0, 1.0), (1.0, 1.0))


def _peak_hz(sound: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.fft.rfftfreq(len(sound), 1 / RATE_HZ)[spectrum.argmax()])


def _rng() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(1))


def test_curves_are_linear_or_exponential() -> None:
    assert curve(((0.0, 0.0), (1.0, 2.0)), 3).tolist() == [0.0, 1.0, 2.0]
    assert curve(((0.0, 100.0), (1.0, 400.0)), 3, log=True)[1] == pytest.approx(200.0)


def test_a_sweep_has_its_pitch() -> None:
    assert _peak_hz(render_layer(Sweep(hz=((0, 440), (1, 440)), seconds=0.5, amp=FLAT), _rng())) == pytest.approx(
        440, abs=3
    )


def test_noise_stays_in_its_band() -> None:
    sound = render_layer(Noise(hz=((0, 2000), (1, 2000)), width=0.2, seconds=0.5, amp=FLAT), _rng())
    power = np.abs(np.fft.rfft(sound)) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    assert power[(hz > 1200) & (hz < 3300)].sum() > 0.95 * power.sum()


def test_modes_ring_and_die() -> None:
    sound = render_layer(Modal(modes=((800.0, 0.5, 1.0),), seconds=0.6), _rng())
    assert np.abs(sound[-3200:]).max() < 0.01 * np.abs(sound).max()
    assert _peak_hz(sound) == pytest.approx(800, abs=4)


def test_a_throat_has_pitch_and_a_vowel() -> None:
    layer = Voice(hz=((0, 220), (1, 220)), vowels=((0.0, "i"), (1.0, "i")), seconds=0.5, amp=FLAT, jitter=0.0)
    i = render_layer(layer, _rng())
    a = render_layer(msgspec.structs.replace(layer, vowels=((0.0, "a"), (1.0, "a"))), _rng())
    hz = np.fft.rfftfreq(len(i), 1 / RATE_HZ)
    band = (hz > 700) & (hz < 1300)
    assert (np.abs(np.fft.rfft(a))[band] ** 2).sum() > 5 * (np.abs(np.fft.rfft(i))[band] ** 2).sum()


def test_grains_are_spread_over_their_time() -> None:
    drop = Sweep(hz=((0, 500), (1, 900)), seconds=0.02, amp=FLAT)
    sound = render_layer(Grains(grain=drop, count=4, seconds=1.0, rhythm=1.0, level=(1.0, 1.0)), _rng())
    loud = [np.abs(sound[int(t * RATE_HZ) + 10 : int(t * RATE_HZ) + 600]).max() for t in (0.125, 0.375, 0.625, 0.875)]
    assert min(loud) > 0.5
    assert np.abs(sound[int(0.2 * RATE_HZ) : int(0.3 * RATE_HZ)]).max() == 0.0


def _recipe(kind: str) -> Recipe:
    layer = Noise(hz=((0, 600), (1, 600)), seconds=2.8, amp=FLAT)
    return Recipe(
        id="made",
        kind=kind,
        seconds=2.0,
        layers=(layer,),
        stands_for=StandsFor(),
        calm_exciting=0.0,
        tags=(),
        method="",
    )


def test_loops_join_and_effects_fade() -> None:
    loop, effect = (make_sound(_recipe(kind), 1) for kind in ("ambience", "effect"))
    assert len(loop) == 2 * RATE_HZ
    step = np.abs(np.diff(loop)).max()
    assert abs(loop[0] - loop[-1]) <= step
    assert abs(effect[0]) < 1e-3 > abs(effect[-1])
    assert np.array_equal(loop, make_sound(_recipe("ambience"), 1))
    assert not np.array_equal(loop, make_sound(_recipe("ambience"), 2))


def test_a_folder_is_made_from_its_recipes(tmp_path) -> None:
    book = {"schema": 1, "licence": "Apache-2.0", "origin": "made", "note": "", "recipes": [_recipe("effect")]}
    (tmp_path / "recipes.json").write_bytes(msgspec.json.encode(book))
    manifest = run(out=tmp_path, seed=3)
    assert [entry["id"] for entry in manifest["sounds"]] == ["made"]
    assert (tmp_path / "made.wav").stat().st_size > 1000
    assert read_recipes(tmp_path / "recipes.json").recipes[0].id == "made"


def test_an_unknown_key_in_a_recipe_is_refused(tmp_path) -> None:
    (tmp_path / "recipes.json").write_text('{"schema":1,"licence":"","origin":"","note":"","recipes":[],"x":1}')
    with pytest.raises(msgspec.ValidationError, match="x"):
        read_recipes(tmp_path / "recipes.json")


def test_smooth_frames_do_not_click_in_a_narrow_band() -> None:
    def harshest(smooth: bool) -> float:
        layer = Noise(hz=((0, 120), (1, 120)), width=0.4, seconds=1.0, amp=FLAT, smooth=smooth)
        steps = np.abs(np.diff(render_layer(layer, _rng()), 3))[10 * 256 : 100 * 256].reshape(-1, 256)
        profile = np.sqrt((steps**2).mean(axis=0))
        return float(profile.max() / np.median(profile))

    assert harshest(True) < 4.0 < 1000.0 < harshest(False)


def test_a_recipe_may_ask_for_half_the_rate() -> None:
    tone = Sweep(hz=((0, 440), (1, 440)), seconds=0.5, amp=FLAT)
    recipe = Recipe(
        id="tone", kind="effect", seconds=0.5, layers=(tone,), stands_for=StandsFor(), calm_exciting=0.0, tags=(),
        method="a tone", rate_hz=16000,
    )  # fmt: skip
    assert len(make_sound(recipe, 1)) == pytest.approx(0.5 * 16000, abs=300)
