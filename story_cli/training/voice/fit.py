"""Fits a voice's networks: squared error on log durations and normalised features, with an L2 penalty on the weights.

Source: "Non-Attentive Tacotron" (Shen et al., 2020) for the two losses. Each style has an equal share of a batch, so a
small expressive set is not drowned by the neutral recordings that steady it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn import functional

from story_cli.errors import StoryError
from story_cli.rng import stage_rng
from story_cli.training.voice.features import ORDER, RATE_HZ, WARP
from story_cli.voice.blocks.block import Window
from story_cli.voice.blocks.config import CONFIG, WEIGHTS, Stack, Voice, VoiceConfig, build, save_weights
from story_cli.voice.blocks.front import COLUMNS, CONTROLS
from story_cli.voice.blocks.networks import Decoder, Upsampler

WIDTH, HIDDEN = 128, 192
_BATCH = 48
_WINDOW = 160  # frames of each utterance that a step looks at: many utterances teach more than long ones
_STEPS = 6000
_RATE = 2e-3
_PENALTY = 1e-2
_WARM_UP = 100
_VOICED_WEIGHT = 2.0
_MOST_SPREAD = 1.4  # factor on the spread of a feature after the fit
_KEEP = 8  # a style is repeated at most so often to reach its share


class Example(NamedTuple):
    rows: torch.Tensor  # (phones, columns)
    counts: torch.Tensor  # (phones,)
    features: torch.Tensor  # (frames, ORDER + 2)


def config_of(name: str, styles: Sequence[str], about: str, mean_hz: float) -> VoiceConfig:
    networks: dict[str, dict[str, Any]] = {
        "encoder": {"block": "text-encoder", "width": WIDTH, "layers": 4, "kernel": 5},
        "durations": {"block": "durations", "width": WIDTH, "layers": 2, "kernel": 3},
        "upsampler": {"block": "upsampler", "width": WIDTH},
        "decoder": {
            "block": "conv-decoder",
            "width": WIDTH,
            "hidden": HIDDEN,
            "layers": 5,
            "kernel": 3,
            "order": ORDER,
        },
        "expression": {"block": "expression", "order": ORDER, "mean_hz": round(mean_hz, 1)},
        "vocoder": {"block": "pulse-vocoder", "order": ORDER, "warp": WARP},
    }
    stack = Stack(("encoder", "durations"), ("upsampler", "decoder", "expression", "vocoder"))
    return VoiceConfig(name, networks, stack, RATE_HZ, tuple(styles), about)


def fit(
    work: Path,
    out: Path,
    styles: Sequence[str],
    about: str,
    seed: int,
    minutes: float,
    resume: bool,
    log: Callable[[str], None],
) -> None:
    """Train on the examples in `work`; write voice.json and model.safetensors to `out`."""
    torch.manual_seed(seed)
    examples = read_examples(work)
    held = examples[::20] if len(examples) >= 40 else examples[:2]
    learned = [one for one in examples if all(one is not other for other in held)] or examples
    mean, scale, mean_hz = statistics(learned)
    config = config_of(f"{out.name}.v1", styles, about, mean_hz)
    voice = build(config)
    nets = _networks(voice)
    decoder: Decoder = voice.networks["decoder"]  # type: ignore[assignment]
    decoder.mean.copy_(mean)
    decoder.scale.copy_(scale)
    durations: Any = voice.networks["durations"]
    typical = torch.cat([one.counts for one in learned]).float().clamp(min=1.0).log().mean()
    torch.nn.init.constant_(durations.out.bias, float(typical))
    steps = min(_STEPS, max(200, 12 * len(learned)))
    _loop(nets, learned, held, work / "checkpoint.pt", steps, seed, minutes, resume, log)
    _restore_spread(nets, learned[:: max(1, len(learned) // 60)])
    (out / CONFIG).write_text(json.dumps(_plain(config), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    save_weights(voice, out / WEIGHTS)
    log(f"{out / CONFIG} and {WEIGHTS} written; try it: storycli voice try 'Once there was a fox.' --voice {out}")


def _networks(voice: Voice) -> torch.nn.ModuleDict:
    modules = {name: block for name, block in voice.networks.items() if isinstance(block, torch.nn.Module)}
    return torch.nn.ModuleDict(modules)


def _loop(
    nets: torch.nn.ModuleDict,
    learned: Sequence[Example],
    held: Sequence[Example],
    checkpoint: Path,
    steps: int,
    seed: int,
    minutes: float,
    resume: bool,
    log: Callable[[str], None],
) -> None:
    optimiser = torch.optim.AdamW(nets.parameters(), lr=_RATE, weight_decay=_PENALTY)
    begin = 0
    if resume and checkpoint.is_file():
        kept = torch.load(checkpoint, weights_only=True)
        nets.load_state_dict(kept["nets"])
        optimiser.load_state_dict(kept["optimiser"])
        begin = int(kept["step"])
    started = time.monotonic()
    nets.train()
    batches = batches_of(learned, seed, begin)
    rng = stage_rng(seed, "voice windows", begin)
    for step in range(begin, steps):
        passed = (time.monotonic() - started) / 60 / minutes if minutes else 0.0
        share = max(step / steps, passed)
        if share >= 1.0:
            break
        for group in optimiser.param_groups:
            group["lr"] = _RATE * min(1.0, (step + 1) / _WARM_UP, 2.0 * (1.0 - share) + 0.01)
        batch = next(batches)
        begins = [rng.randrange(max(1, len(one.features) - _WINDOW + 1)) for one in batch]
        loss, _ = losses(nets, batch, begins)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(nets.parameters(), 1.0)
        optimiser.step()
        if step % 200 == 199:
            _keep(nets, optimiser, step + 1, checkpoint)
            log(f"step {step + 1}: {_scores(nets, held)}")
        begin = step + 1
    _keep(nets, optimiser, begin, checkpoint)
    nets.eval()
    log(f"held out: {_scores(nets, held)}")


def _keep(nets: torch.nn.ModuleDict, optimiser: torch.optim.Optimizer, step: int, checkpoint: Path) -> None:
    """What `--resume` goes on from; the file is whole or the one before."""
    temporary = checkpoint.with_suffix(".tmp")
    torch.save({"nets": nets.state_dict(), "optimiser": optimiser.state_dict(), "step": step}, temporary)
    temporary.replace(checkpoint)


def _restore_spread(nets: torch.nn.ModuleDict, examples: Sequence[Example]) -> None:
    """Give every feature the spread that it has in speech, of which squared errors take some.

    Source: Silén et al. (2012), "Ways to implement global variance in statistical speech synthesis".
    """
    decoder: Any = nets["decoder"]
    found, wanted = [], []
    with torch.inference_mode():
        for one in examples:
            states = nets["encoder"](one.rows[None], torch.ones(1, len(one.rows), 1))[0]
            frames = _upsampled(states, one.counts)[None]
            found.append(decoder(frames, torch.ones(1, frames.shape[1], 1))[0])
            wanted.append((one.features - decoder.mean) / decoder.scale)
    made, real = torch.cat(found), torch.cat(wanted)
    voiced = real[:, -1] > 0
    factor = (real.std(0) / made.std(0).clamp(min=1e-3)).clamp(1.0, _MOST_SPREAD)
    middle = made.mean(0)
    if int(voiced.sum()) > 1:
        factor[ORDER] = (real[voiced, ORDER].std() / made[voiced, ORDER].std()).clamp(1.0, _MOST_SPREAD)
        middle[ORDER] = made[voiced, ORDER].mean()
    factor[-1] = 1.0
    decoder.mean += decoder.scale * middle * (1.0 - factor)
    decoder.scale *= factor


def _scores(nets: torch.nn.ModuleDict, held: Sequence[Example]) -> str:
    nets.eval()
    with torch.inference_mode():
        _, parts = losses(nets, held[:24])
    nets.train()
    return ", ".join(f"{name} {value:.4f}" for name, value in parts.items())


def losses(
    nets: torch.nn.ModuleDict, batch: Sequence[Example], begins: Sequence[int] | None = None
) -> tuple[torch.Tensor, dict[str, float]]:
    """The sum to be lowered, and its parts: squared errors of log durations and features, error of voicing in nats.

    With `begins` the features count in a window of each example only, which begins there.
    """
    rows, mask = _padded([one.rows for one in batch])
    states = nets["encoder"](rows, mask)
    logs = nets["durations"](states, mask)
    counts, _ = _padded([one.counts[:, None].float() for one in batch])
    planned = rows[..., COLUMNS.index("frames")] > 0
    heard = mask[..., 0] * (~planned).float() * (counts[..., 0] > 0).float()
    timing = ((logs - torch.log(counts[..., 0].clamp(min=1.0))) ** 2 * heard).sum() / heard.sum().clamp(min=1.0)
    frames = [_upsampled(state[: len(one.counts)], one.counts) for state, one in zip(states, batch, strict=True)]
    decoder: Any = nets["decoder"]
    windows = [slice(b, b + _WINDOW) for b in begins] if begins is not None else [slice(None)] * len(batch)
    spread, seen = _padded([one[window] for one, window in zip(frames, windows, strict=True)])
    target, _ = _padded([one.features[window] for one, window in zip(batch, windows, strict=True)])
    found = decoder(spread, seen)
    frame_mask = seen * _heard_whole(batch, begins, seen.shape[1], decoder.left)
    aim = (target - decoder.mean) / decoder.scale
    count = frame_mask.sum().clamp(min=1.0)
    voiced = (target[..., -1:] > 0).float()
    shape = ((found[..., :ORDER] - aim[..., :ORDER]) ** 2 * frame_mask).sum() / count / ORDER
    pitch = ((found[..., ORDER : ORDER + 1] - aim[..., ORDER : ORDER + 1]) ** 2 * frame_mask * voiced).sum() / count
    voicing = functional.binary_cross_entropy_with_logits(found[..., -1:], voiced, reduction="none")
    voicing = (voicing * frame_mask).sum() / count
    total = timing + 4.0 * shape + pitch + _VOICED_WEIGHT * voicing
    parts = {"durations": timing, "cepstrum": shape, "pitch": pitch, "voicing": voicing}
    return total, {name: float(value.detach()) for name, value in parts.items()}


def _heard_whole(batch: Sequence[Example], begins: Sequence[int] | None, length: int, reach: int) -> torch.Tensor:
    """(B, T, 1): 0 for the rows of a window whose neighbours the window leaves out."""
    kept = torch.ones(len(batch), length, 1)
    for row, (one, begin) in enumerate(zip(batch, begins or [0] * len(batch), strict=True)):
        if begin > 0:
            kept[row, :reach] = 0.0
        if begin + length < len(one.features):
            kept[row, length - reach :] = 0.0
    return kept


def _upsampled(states: torch.Tensor, counts: torch.Tensor) -> torch.Tensor:
    """As blocks.networks.Upsampler gives them, without controls, but with gradients for the states."""
    block = Upsampler(states.shape[1])
    bare = torch.cat([torch.zeros_like(states), counts[:, None].float(), torch.zeros(len(counts), len(CONTROLS))], 1)
    window = Window(bare.detach().numpy(), np.ones(len(counts), bool), slice(0, len(counts)), True)
    rows, _ = block.work(window, None)
    places = torch.from_numpy(rows[:, states.shape[1] : -len(CONTROLS)])
    return torch.cat([states.repeat_interleave(counts.long(), 0), places], 1)


def _padded(parts: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """(B, T, C) with zeros after each part, and the mask (B, T, 1)."""
    joined = torch.nn.utils.rnn.pad_sequence(list(parts), batch_first=True)
    mask = torch.zeros(len(parts), joined.shape[1], 1)
    for number, part in enumerate(parts):
        mask[number, : len(part)] = 1.0
    return joined, mask


def batches_of(examples: Sequence[Example], seed: int, begin: int) -> Iterator[list[Example]]:
    """Endless batches in which every style has its share, as far as repeating it _KEEP times allows."""
    rng = stage_rng(seed, "voice batches", begin)
    by_style: dict[int, list[Example]] = {}
    for one in examples:
        by_style.setdefault(int(one.rows[0, COLUMNS.index("style")]), []).append(one)
    most = max(len(group) for group in by_style.values())
    weighted = [(group, min(most, _KEEP * len(group))) for group in by_style.values()]
    while True:
        batch = []
        for _ in range(_BATCH):
            (group,) = rng.choices([group for group, _ in weighted], [weight for _, weight in weighted])
            batch.append(rng.choice(group))
        yield batch


def read_examples(work: Path) -> list[Example]:
    found = []
    for path in sorted(work.glob("*.npz")):
        with np.load(path, allow_pickle=False) as kept:
            found.append(Example(*(torch.from_numpy(kept[name]) for name in ("rows", "counts", "features"))))
    if not found:
        raise StoryError(f"no training examples in {work}", "start again without --resume")
    return found


def statistics(examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, float]:
    """Mean and spread of every feature (ORDER + 2,); the voicing column stays as it is. Mean F0 in Hz."""
    joined = torch.cat([one.features for one in examples[:400]])
    voiced = joined[joined[:, -1] > 0]
    mean, scale = joined.mean(0), joined.std(0).clamp(min=1e-3)
    if len(voiced) > 1:
        mean[ORDER], scale[ORDER] = voiced[:, ORDER].mean(), voiced[:, ORDER].std().clamp(min=1e-3)
    mean[-1], scale[-1] = 0.0, 1.0
    return mean, scale, float(np.exp(float(mean[ORDER])))


def _plain(config: VoiceConfig) -> Any:
    import msgspec

    return msgspec.to_builtins(config)
