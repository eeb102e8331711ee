"""`smoke`: two training steps on generated films, then a small encoder pack and its golden.

Needs neither data nor ImageNet weights; the engine's tests read the pack.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from .data.film import Film, unknown_labels
from .data.pictures import other_pictures
from .encoders.batches import SamplingOptions, TrainingFilms
from .encoders.calibrate import calibrate
from .encoders.efficientnet_lite import LITE0_STAGES, EfficientNetLite, Stage
from .encoders.export import golden_taps, manifest_head
from .encoders.gate import Gate
from .encoders.inference import run
from .encoders.quantised import calibration_films, dequantised, shipped_weights
from .encoders.train import Trainer, TrainOptions, positive_weights
from .packs.golden import write_golden
from .packs.pack import update_index, write_pack

SIDE = 64
FILMS = 48
BATCH = 8
STEM, TOP = 4, 16
STAGES = tuple(
    Stage(s.repeat, s.kernel, s.stride, min(s.expand, 2), max(4, s.channels // 20))
    for s in LITE0_STAGES
)
"""The blocks of Lite0, thin."""


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


def main(argv: list[str]) -> int:
    """Train two steps and export; prints the pack's folder and its size as JSON."""
    parser = argparse.ArgumentParser(prog="smoke", description=main.__doc__)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(argv)
    torch.manual_seed(1)
    films, pixels = generated_films(FILMS, seed=3)
    model = EfficientNetLite(STAGES, STEM, TOP)
    settings = TrainOptions(plan=(SIDE,), batch=BATCH, warmup_steps=1, bf16=False)
    trainer = Trainer(model, settings, options.out / "run")
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
    average = trainer.average.cpu().eval()
    fresh = EfficientNetLite(STAGES, STEM, TOP)
    weights = shipped_weights(average, fresh, calibration_films(films, pixels, SIDE))
    packed = dequantised(weights, EfficientNetLite(STAGES, STEM, TOP))
    calibration = calibrate(films, run(packed, pixels, SIDE))
    gate = Gate(other=0.9, orientation=0.9, view=0.9)
    head = manifest_head("smoke-encoder", "1.0.0", SIDE, SIDE // 32, TOP, calibration, gate, {})
    card = "# Smoke test\n\nTwo steps on generated films. Of no use but to test the export.\n"
    folder = write_pack(options.out, head, weights, card)
    update_index(options.out, head)
    taps = golden_taps(packed, calibration, SIDE)
    golden = write_golden(options.out, head, {"input": {"side": SIDE}, "taps": taps})
    size = (folder / "weights.bin").stat().st_size
    print(json.dumps({"pack": str(folder), "golden": str(golden), "bytes": size}))
    return 0
