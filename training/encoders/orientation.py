"""`python -m training fit-orientation`: the orientation head of a trained encoder, fitted anew.

While the body learns, one film in nine is shown turned or inverted, and the head moves with a
body that moves. Once the body stands, a linear head fitted to as many films of each orientation
notices more of them: multinomial logistic regression (scikit-learn) on the pooled feature map.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from ..data.cache import cached_films
from ..data.sources import read_all
from ..findings import ORIENTATIONS
from ..paths import DATA, RUNS
from .architectures import add_model_option, chosen
from .augment import turn
from .gate import UPRIGHT_CERTAIN, choose_gate, orientation_figures
from .inference import film_batch, run
from .load import load_checkpoint
from .network import FilmEncoder
from .precision import mixed_precision
from .validation import load_validation

PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1)
"""Inverse strengths of the penalty that are tried; the one with the least loss on films held back."""
HELD_BACK = 0.2
"""Share of the training films by which the penalty is chosen."""


@torch.inference_mode()
def pooled_features(
    model: FilmEncoder, films: np.ndarray, side: int, bf16: bool, size: int = 64
) -> np.ndarray:
    """uint8 films [n, s, s] -> float32 [n, C]: the mean over the feature map, as the heads take it."""
    parts = []
    for start in range(0, len(films), size):
        batch = film_batch(films[start : start + size], side)
        with mixed_precision(batch.device, bf16):
            features = model.feature_map(batch)
        parts.append(features.float().mean(dim=(2, 3)).numpy())
    return np.concatenate(parts)


def fit_head(features: np.ndarray, held_back: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Weights [5, C], biases [5] and the penalty of the head.

    `features` float32 [5, n, C]: n films in each of the ORIENTATIONS; `held_back` bool [n]: films
    that choose the penalty. The head is then fitted to all.
    """
    count, channels = len(features), features.shape[2]
    mean = features.mean(axis=(0, 1))
    spread = features.std(axis=(0, 1)) + 1e-4
    scaled = (features - mean) / spread

    def fitted(rows: np.ndarray, strength: float) -> LogisticRegression:
        truth = np.repeat(np.arange(count), int(rows.sum()))
        model = LogisticRegression(C=strength, max_iter=500)
        return model.fit(scaled[:, rows].reshape(-1, channels), truth)

    truth = np.repeat(np.arange(count), int(held_back.sum()))
    asked = scaled[:, held_back].reshape(-1, channels)
    losses = [
        log_loss(truth, fitted(~held_back, strength).predict_proba(asked)) for strength in PENALTIES
    ]
    penalty = PENALTIES[int(np.argmin(losses))]
    head = fitted(np.ones_like(held_back), penalty)
    weights = head.coef_ / spread
    return weights, head.intercept_ - weights @ mean, penalty


def main(argv: list[str]) -> int:
    """Fit the orientation head of a checkpoint anew; print what it noticed before and notices now."""
    parser = argparse.ArgumentParser(prog="fit-orientation", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=RUNS / "cache")
    add_model_option(parser)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint with the new head")
    parser.add_argument("--side", type=int, help="of the films, px; default: the network's")
    parser.add_argument("--films", type=int, default=1000, help="shown in each orientation")
    parser.add_argument("--no-bf16", dest="bf16", action="store_false")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    architecture = chosen(options)
    side = options.side or architecture.side
    model = load_checkpoint(options.checkpoint, architecture)
    films = read_all(options.data)
    stored = cached_films(films, options.cache)
    chance = np.random.default_rng(options.seed)
    rows = [
        row
        for row, film in enumerate(films)
        if film.split == "train" and film.source in UPRIGHT_CERTAIN
    ]
    rows = sorted(chance.permutation(rows)[: options.films].tolist())
    features = np.stack(
        [
            pooled_features(
                model,
                np.stack([turn(stored[row], orientation) for row in rows]),
                side,
                options.bf16,
            )
            for orientation in range(len(ORIENTATIONS))
        ]
    )
    validation = load_validation(options.data, options.cache, side)

    def noticed() -> dict:
        gate = choose_gate(validation, run(model, validation.pixels, side, options.bf16))
        figures = orientation_figures(model, validation, gate)
        return {name: figures[name] for name in ("accuracy", "recallAtGate")} | {
            "gate": gate.orientation
        }

    before = noticed()
    weights, biases, penalty = fit_head(features, chance.random(len(rows)) < HELD_BACK)
    with torch.no_grad():
        model.orientation.weight.copy_(torch.from_numpy(weights))
        model.orientation.bias.copy_(torch.from_numpy(biases))
    saved = torch.load(options.checkpoint, map_location="cpu", weights_only=True)
    saved["orientationFilms"] = len(rows)
    saved["model"] |= {
        name: value for name, value in model.state_dict().items() if name.startswith("orientation.")
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(saved, options.out)
    print(json.dumps({"before": before, "after": noticed(), "penalty": penalty}, indent=1))
    return 0
