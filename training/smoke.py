"""`smoke`: two training steps on generated films, then small packs and their goldens.

Needs neither data nor starting weights; the engine's tests read the packs.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .data.film import Film, unknown_labels
from .data.pictures import other_pictures
from .encoders.batches import SamplingOptions, TrainingFilms
from .encoders.calibrate import calibrate
from .encoders.distil import Distillation, DistilOptions, Teacher
from .encoders.inference import run
from .encoders.network import FilmEncoder
from .encoders.objective import TrainOptions, positive_weights
from .encoders.quantised import calibration_films, dequantised, shipped_weights
from .encoders.trainer import Trainer
from .tiny import IMPRESSION, TINY, write_decoder, write_encoder

SIDE = 64
FILMS = 48
BATCH = 8
ENCODERS = {"smoke-encoder": "efficientnet-lite0", "smoke-densenet": "densenet121"}
"""Pack id -> thin network (tiny.py); the second one learns from the first as well."""


def generated_films(count: int, seed: int) -> tuple[list[Film], np.ndarray]:
    """Films with a bright disc for Effusion, and their pixels uint8 [count, 64, 64]."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    films, pixels = [], np.empty((count, SIDE, SIDE), np.uint8)
    for index in range(count):
        labels, weights = unknown_labels()
        weights[:] = 1.0
        finding = index % 3
        labels[2 if finding == 0 else 16] = 1.0
        picture = rng.normal(90, 20, (SIDE, SIDE)) + x
        if finding == 0:
            picture[np.hypot(x - rng.uniform(10, 54), y - 48) < 12] += 80
        pixels[index] = picture.clip(0, 255).astype(np.uint8)
        split = "val" if index % 4 == 0 else "train"
        name = f"generated-{index}"
        films.append(Film(Path(name), "iu", name, split, index % 2, labels, weights, study=name))
    return films, pixels


def train_two_steps(
    model: FilmEncoder,
    films: list[Film],
    pixels: np.ndarray,
    folder: Path,
    distillation: Distillation | None,
) -> FilmEncoder:
    """The averaged network after two steps. Raises RuntimeError when a loss is not finite."""
    settings = TrainOptions(plan=(SIDE,), batch=BATCH, warmup_steps=1, bf16=False)
    trainer = Trainer(model, settings, folder, distillation=distillation)
    rows = [index for index, film in enumerate(films) if film.split == "train"]
    train_films = [films[index] for index in rows]
    loaded = TrainingFilms(train_films, pixels[rows], other_pictures(8, "train"), SIDE)
    weight = positive_weights(train_films)
    step_losses = []
    for batch in loaded.epoch(1, BATCH, SamplingOptions()):
        step_losses.append(trainer.train_step(batch, weight, len(step_losses) / 2))
        if len(step_losses) == 2:
            break
    if len(step_losses) != 2 or not np.isfinite(step_losses).all():
        raise RuntimeError(f"two finite losses expected, got {step_losses}")
    return trainer.average.cpu().eval()


def main(argv: list[str]) -> int:
    """Train two encoders for two steps and export them, and an LSTM decoder; prints the packs."""
    parser = argparse.ArgumentParser(prog="smoke", description=main.__doc__)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(argv)
    torch.manual_seed(1)
    films, pixels = generated_films(FILMS, seed=3)
    teacher: FilmEncoder | None = None
    head: dict[str, Any] = {}
    for pack_id, name in ENCODERS.items():
        build = TINY[name][1]
        model = build()
        lessons = None
        if teacher is not None:
            lessons = Distillation(Teacher.of(teacher, []), model.channels, DistilOptions())
        average = train_two_steps(model, films, pixels, options.out / "run", lessons)
        weights = shipped_weights(average, build(), calibration_films(films, pixels, SIDE))
        calibration = calibrate(films, run(dequantised(weights, build()), pixels, SIDE))
        head = write_encoder(options.out, pack_id, average, build(), SIDE, weights, calibration)
        teacher = average
    write_decoder(options.out, "smoke-decoder", head, "lstm", 2, IMPRESSION)
    print(json.dumps({"packs": [*ENCODERS, "smoke-decoder"], "out": str(options.out)}))
    return 0
