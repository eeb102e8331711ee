"""`calibrate-encoder`: temperatures, biases and thresholds of the findings, fitted on validation.

p = sigmoid(logit / temperature + bias). The fit pools the IU and NIH validation films (each view by
itself); Fracture and Support_Devices are known in IU only. A weak prior on log temperature keeps
findings with few positives near plain Platt scaling of the bias.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from ..data.film import Film
from ..findings import FINDINGS
from ..paths import DATA, RUNS
from .architectures import add_model_option, chosen
from .inference import Logits
from .load import load_latest
from .scores import GROUPS, MIN_POSITIVES, sigmoid
from .validation import load_validation, validation_logits

POOL = (*GROUPS["iu"], *GROUPS["nih"])
LEAST_AUROC = 0.6
THRESHOLD_RANGE = (0.05, 0.8)
LOG_TEMPERATURE_SPREAD = 0.5
BINS = 10


@dataclass(frozen=True)
class FindingCalibration:
    """One row of the manifest's calibration."""

    name: str
    temperature: float
    bias: float
    threshold: float
    judged: bool

    @staticmethod
    def of(row: dict[str, Any]) -> FindingCalibration:
        """Of a manifest's row, which may hold more: `side-check` adds `sideShare`."""
        return FindingCalibration(
            **{part.name: row[part.name] for part in fields(FindingCalibration)}
        )


def fit(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Temperature and bias of least log loss (with the prior); logits [n], truth [n] of 0 or 1."""

    def objective(parameters: np.ndarray) -> float:
        z = logits * np.exp(-parameters[0]) + parameters[1]
        loss = float(np.sum(np.logaddexp(0, z) - truth * z))
        return loss + 0.5 * (parameters[0] / LOG_TEMPERATURE_SPREAD) ** 2

    result = minimize(objective, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-5})
    return float(np.exp(result.x[0])), float(result.x[1])


def best_threshold(probabilities: np.ndarray, truth: np.ndarray) -> float:
    """The threshold of largest F1, kept inside THRESHOLD_RANGE; halfway between two films."""
    order = np.argsort(-probabilities, kind="stable")
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    best = int(np.argmax(f1))
    upper = probabilities[order[best]]
    lower = probabilities[order[min(best + 1, len(order) - 1)]]
    return float(np.clip((upper + lower) / 2, *THRESHOLD_RANGE))


def within_source_auroc(logits: np.ndarray, truth: np.ndarray, sources: np.ndarray) -> float | None:
    """Mean AUROC over IU and NIH, each by itself, weighted by positives; None where neither has
    MIN_POSITIVES. Pooled, a finding could seem measured because one collection has more of it."""
    scores, positives = [], []
    for group in ("iu", "nih"):
        chosen = np.isin(sources, GROUPS[group])
        count = int(truth[chosen].sum())
        if count >= MIN_POSITIVES and count < chosen.sum():
            scores.append(float(roc_auc_score(truth[chosen], logits[chosen])))
            positives.append(count)
    return float(np.average(scores, weights=positives)) if scores else None


def calibrate(films: list[Film], logits: Logits) -> list[FindingCalibration]:
    """A calibration for each finding, in order, from the validation films of IU and NIH."""
    rows = np.array([i for i, film in enumerate(films) if film.source in POOL], int)
    sources = np.array([films[i].source for i in rows])
    labels = np.stack([films[i].labels for i in rows])
    known = np.stack([films[i].weights > 0 for i in rows])
    result = []
    for index, name in enumerate(FINDINGS):
        chosen = known[:, index]
        z = logits.findings[rows[chosen], index].astype(np.float64)
        truth = labels[chosen, index].astype(np.float64)
        positives = int(truth.sum())
        if not 0 < positives < len(truth):
            result.append(FindingCalibration(name, 1.0, 0.0, 0.5, False))
            continue
        temperature, bias = fit(z, truth)
        probabilities = sigmoid(z / temperature + bias)
        auroc = within_source_auroc(z, truth, sources[chosen])
        judged = auroc is not None and auroc >= LEAST_AUROC
        threshold = best_threshold(probabilities, truth)
        result.append(
            FindingCalibration(
                name, round(temperature, 6), round(bias, 6), round(threshold, 6), bool(judged)
            )
        )
    return result


def probabilities(logits: np.ndarray, calibration: list[FindingCalibration]) -> np.ndarray:
    """Calibrated probabilities float64 [n, 17]."""
    temperature = np.array([row.temperature for row in calibration])
    bias = np.array([row.bias for row in calibration])
    return sigmoid(logits / temperature + bias)


def calibration_error(probability: np.ndarray, truth: np.ndarray) -> float:
    """Expected calibration error over BINS bins of equal count."""
    order = np.argsort(probability, kind="stable")
    parts = np.array_split(order, BINS)
    gaps = [abs(probability[p].mean() - truth[p].mean()) * len(p) for p in parts if len(p)]
    return float(np.sum(gaps) / len(order))


def main(argv: list[str]) -> int:
    """Fit the calibration on the validation films and write it as JSON."""
    parser = argparse.ArgumentParser(prog="calibrate-encoder", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=RUNS / "cache")
    add_model_option(parser)
    parser.add_argument("--checkpoint", type=Path, help="default: the latest of the model's runs")
    parser.add_argument(
        "--side", type=int, help="of the checkpoint's films; default: the network's"
    )
    parser.add_argument("--out", type=Path, help="default: calibration.json among the runs")
    options = parser.parse_args(argv)
    architecture = chosen(options)
    model = load_latest(architecture, options.checkpoint)
    validation = load_validation(options.data, options.cache, options.side or architecture.side)
    logits = validation_logits(model, validation)
    rows = calibrate(validation.films, logits.films)
    out = options.out or architecture.runs / "calibration.json"
    out.write_text(json.dumps([asdict(row) for row in rows], indent=1))
    print(json.dumps({"calibration": [asdict(row) for row in rows]}))
    return 0
