import numpy as np
import torch

from story_cli.models.melody import Chord, Event, MelodyNet, MelodyShape, Sheet, load_melody, save_melody
from story_cli.training.melody import MelodyRecipe, example_of, frequency_nats, loss_of, nats, windows
from story_cli.training.tunes.tune import Tune, TuneChord, TuneNote

SMALL = MelodyShape(width=16, layers=1, heads=2, hidden=32, context=64)


def _tune(shift: int = 0) -> Tune:
    notes = tuple(TuneNote(float(i), 1.0, (0, 4, 7, 4)[i % 4] + shift) for i in range(16))
    return Tune("leadsheets", "arpeggio", "4/4", False, 4, notes, (TuneChord(0.0, Chord(0, "major")),))


def test_a_small_network_learns_a_simple_tune() -> None:
    torch.manual_seed(1)
    net = MelodyNet(SMALL)
    recipe = MelodyRecipe(rows=4, window=16)
    examples = [example_of(_tune(), recipe)]
    adam = torch.optim.Adam(net.parameters(), lr=0.03)
    before = nats(net, examples)
    for step in range(25):
        loss = loss_of(net, windows(examples, recipe, np.random.default_rng(step)))
        loss.backward()
        adam.step()
        adam.zero_grad()
    assert nats(net, examples) < 0.5 * before


def test_what_comes_later_is_not_seen() -> None:
    torch.manual_seed(1)
    net = MelodyNet(SMALL).eval()
    positions = torch.from_numpy(example_of(_tune(), MelodyRecipe()).positions)[None]
    changed = positions.clone()
    changed[0, 9:, 0] = 3
    assert torch.allclose(net(positions)[0, :9], net(changed)[0, :9], atol=1e-6)


def test_weights_come_back_as_they_were_saved(tmp_path) -> None:
    net = MelodyNet(SMALL)
    save_melody(net, tmp_path)
    again = load_melody(tmp_path)
    assert again.shape == SMALL
    assert torch.allclose(again.to_pitch.weight, net.to_pitch.weight.detach(), atol=0.01)


def test_tables_of_frequencies_know_what_they_saw() -> None:
    tune = [Event(4 * i, (0, 4)[i % 2], 4) for i in range(40)]
    alone, paired, count = frequency_nats([tune], [tune])
    assert count == 40
    assert paired < alone


def test_a_sheet_counts_its_steps() -> None:
    assert Sheet("lieder", "3/4", True, 4, (None,) * 49, (3,)).steps == 48
