"""`evaluate-encoder`: every figure of an encoder on the validation films, as JSON."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..data.film import read_film
from ..findings import FINDINGS
from ..packs.pack import shipped_pack
from ..paths import DATA, PACKS, RUNS
from .architectures import add_model_option, chosen
from .boxes import box_figures
from .calibrate import FindingCalibration, calibrate, calibration_error, probabilities
from .gate import Gate, choose_gate, gate_figures, orientation_figures
from .inference import run
from .load import load_checkpoint, load_pack
from .network import FilmEncoder
from .scores import source_figures
from .validation import (
    Validation,
    ValidationLogits,
    load_validation,
    validation_logits,
)


def both_forms(
    model: FilmEncoder, side: int, data: Path, calibration: list[FindingCalibration]
) -> dict[str, Any]:
    """Films that exist in their own shape and squeezed to 256 px: how far the findings differ."""
    with open(data / "iu" / "images.csv", newline="", encoding="utf-8") as handle:
        names = [row["file"] for row in csv.DictReader(handle)]
    pairs = []
    for name in names:
        squeezed = data / "iu_more" / "images" / f"{Path(name).stem}.jpg"
        original = data / "iu" / "images" / name
        if squeezed.exists() and original.exists():
            pairs.append((original, squeezed))
    if not pairs:
        return {"films": 0}
    first, second = (
        probabilities(
            run(model, np.stack([read_film(pair[k], side) for pair in pairs]), side).findings,
            calibration,
        )
        for k in (0, 1)
    )
    gap = np.abs(first - second)
    thresholds = np.array([row.threshold for row in calibration])
    return {
        "films": len(pairs),
        "meanDifference": round(float(gap.mean()), 5),
        "largestDifference": round(float(gap.max()), 5),
        "sameDecision": round(float(((first > thresholds) == (second > thresholds)).mean()), 5),
    }


def calibration_figures(
    validation: Validation, logits: ValidationLogits, calibration: list[FindingCalibration]
) -> dict[str, Any]:
    """Calibration error of each judged finding over the IU and NIH validation films, and F1 at the
    threshold."""
    rows = validation.rows("iu", "nih", "nih_128", "nih_more")
    chances = probabilities(logits.films.findings[rows], calibration)
    labels, known = validation.labels[rows], validation.known[rows] > 0
    result: dict[str, Any] = {}
    for index, row in enumerate(calibration):
        if not row.judged:
            continue
        chosen = known[:, index]
        p, t = chances[chosen, index], labels[chosen, index]
        called = p > row.threshold
        f1 = 2 * float((called & (t > 0)).sum()) / max(float(called.sum() + t.sum()), 1)
        error = calibration_error(p, t)
        result[FINDINGS[index]] = {"error": round(error, 4), "f1": round(f1, 4)}
    return result


def finding_figures(
    validation: Validation, logits: ValidationLogits, calibration: list[FindingCalibration]
) -> dict[str, Any]:
    """AUROC of every source."""
    chances = probabilities(logits.films.findings, calibration)
    return source_figures(validation.films, chances)


def figures(
    model: FilmEncoder,
    validation: Validation,
    logits: ValidationLogits,
    calibration: list[FindingCalibration],
    gate: Gate,
    data: Path,
) -> dict[str, Any]:
    """All figures of one network; data: the folder of the collections."""
    return {
        "sources": finding_figures(validation, logits, calibration),
        "calibration": calibration_figures(validation, logits, calibration),
        "gate": gate_figures(validation, logits, gate),
        "orientation": orientation_figures(model, validation, gate),
        "bothForms": both_forms(model, validation.side, data, calibration),
        "boxes": box_figures(model, validation.side, data),
    }


def main(argv: list[str]) -> int:
    """Print the figures of the exported pack (or of --checkpoint) on the validation films."""
    parser = argparse.ArgumentParser(prog="evaluate-encoder", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=RUNS / "cache")
    add_model_option(parser)
    parser.add_argument("--pack", type=Path, help="default: the shipped pack of --model")
    parser.add_argument("--checkpoint", type=Path, help="a checkpoint, calibrated on the spot")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    architecture = chosen(options)
    if options.checkpoint is not None:
        model = load_checkpoint(options.checkpoint, architecture)
        validation = load_validation(options.data, options.cache, architecture.side)
        logits = validation_logits(model, validation)
        calibration = calibrate(validation.films, logits.films)
        gate = choose_gate(validation, logits.films)
    else:
        pack = options.pack or shipped_pack(architecture.pack_id, PACKS)
        model, manifest = load_pack(pack)
        validation = load_validation(options.data, options.cache, manifest["input"]["height"])
        logits = validation_logits(model, validation)
        rows = manifest["calibration"]["findings"]
        calibration = [FindingCalibration.of(row) for row in rows]
        gate = Gate(**manifest["gate"])
    result = figures(model, validation, logits, calibration, gate, options.data)
    print(json.dumps(result, indent=1))
    return 0
