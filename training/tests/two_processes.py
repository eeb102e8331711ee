"""Run by test_distributed.py, alone or under torchrun: the losses of a few steps on generated data.

`encoder`: a small network with batch norm, mixup, masked losses and turned films. `decoder`: a small
attention GRU on made-up examples. Float32, no dropout. The first process writes the losses as JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.batches import Batch
from training.decoders.objective import DecoderLoss, rows_of
from training.distributed import World, in_world
from training.encoders.batches import SamplingOptions, TrainingFilms
from training.encoders.efficientnet_lite import EfficientNetLite, Stage
from training.encoders.objective import TrainOptions, positive_weights
from training.encoders.trainer import Trainer
from training.smoke import SIDE, generated_films

STEPS, BATCH = 5, 12
STAGES = (Stage(1, 3, 2, 1, 8), Stage(2, 3, 2, 2, 8))


def encoder_losses(world: World, out: Path) -> tuple[list[float], float]:
    """Losses of STEPS updates of the encoder, and the absolute sum of its averaged weights."""
    torch.manual_seed(4)
    films, pixels = generated_films(64, seed=3)
    films = [replace(film, split="train") for film in films]
    model = EfficientNetLite(STAGES, 4, 16, dropout=0.0)
    options = TrainOptions(
        plan=(SIDE,), batch=BATCH, warmup_steps=1, bf16=False, head_rate=1e-2, body_rate=1e-2
    )
    trainer = Trainer(model, options, out, world)
    loaded = TrainingFilms(films, pixels, pixels[:6], SIDE)
    sampling = SamplingOptions(shares=(("iu", 1.0),), turned_fraction=0.3)
    weight = positive_weights(films)
    losses = []
    for batch in loaded.epoch(1, BATCH, sampling, world):
        losses.append(trainer.train_step(batch, weight, len(losses) / STEPS))
        if len(losses) == STEPS:
            break
    return losses, _absolute_sum(trainer.average)


def _decoder_batch(chance: torch.Generator, rows: int) -> Batch:
    words = torch.randint(4, 20, (rows, 9), generator=chance)
    weights = torch.rand(rows, 9, generator=chance) + 0.5
    for row in range(rows):
        weights[row, 9 - row % 4 :] = 0.0
    return Batch(
        [],
        torch.randn(rows, 49, 6, generator=chance),
        torch.randn(rows, 49, 6, generator=chance),
        torch.rand(rows, 17, generator=chance),
        words,
        words.roll(-1, dims=1),
        weights,
    )


def decoder_losses(world: World) -> tuple[list[float], float]:
    """Losses of STEPS updates of the decoder, and the absolute sum of its weights; uneven batches too."""
    torch.manual_seed(5)
    model = AttentionDecoder(Sizes(20, 6, 16, 8, 8), 0.0)
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-2)
    objective = world.parallel(DecoderLoss(model, 0.05, world))
    chance = torch.Generator().manual_seed(6)
    losses = []
    for rows in (8, 7, 12, 1, 5):
        loss = objective(rows_of(_decoder_batch(chance, rows), world))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(world.mean(loss))
    return losses, _absolute_sum(model)


def _absolute_sum(model: nn.Module) -> float:
    return sum(float(value.detach().double().abs().sum()) for value in model.parameters())


def _group_threads() -> list[str]:
    """Names of this process's threads that talk to the others; Linux."""
    names = [path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")]
    return [name for name in names if "gloo" in name]


if __name__ == "__main__":
    torch.set_num_threads(1)
    what, target = sys.argv[1], Path(sys.argv[2])

    def work(world: World) -> dict[str, object]:
        """What the first process writes."""
        losses, weights = (
            encoder_losses(world, target.parent) if what == "encoder" else decoder_losses(world)
        )
        result = {"size": world.size, "losses": losses, "weights": weights, "main": world.main}
        return result | {"threads": _group_threads()}

    result = in_world(work)
    if result["main"]:
        target.write_text(json.dumps(result | {"threadsLeft": _group_threads()}))
