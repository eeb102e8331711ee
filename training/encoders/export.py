"""`export-encoder`: the pack `effnet-lite0`, its model card and its parity golden."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..data.cache import cached_films
from ..data.film import MEAN, STD, normalise
from ..data.sources import read_all
from ..packs.golden import generated_pixels, tap, write_golden
from ..packs.pack import update_index, write_json, write_pack
from ..paths import DATA, GOLDENS, PACKS, RUNS
from .calibrate import FindingCalibration, calibrate, probabilities
from .card import LICENCE, SOURCES, TITLE, card
from .efficientnet_lite import EfficientNetLite
from .evaluate import both_forms, figures, finding_figures
from .gate import Gate, choose_gate
from .load import latest_checkpoint, load_checkpoint
from .quantised import calibration_films, dequantised, shipped_weights
from .validation import SIDE, load_validation, validation_logits

ID = "effnet-lite0"
DESCRIPTION = (
    "EfficientNet-Lite0 fine-tuned on chest films: feature map, 17 findings, view and orientation."
)


@torch.no_grad()
def golden_taps(
    model: EfficientNetLite, calibration: Sequence[FindingCalibration], side: int
) -> dict[str, Any]:
    """Expected tensors (channels last, as in TensorFlow) for the generated film."""
    pixels = generated_pixels(side, side)
    x = torch.from_numpy(normalise(pixels))[None, None]
    taps: dict[str, np.ndarray] = {"input": x.permute(0, 2, 3, 1).numpy()}

    def keep(name: str, tensor: torch.Tensor) -> None:
        taps[name] = tensor.permute(0, 2, 3, 1).contiguous().numpy()

    x = model.stem(x)
    keep("stem", x)
    for index, block in enumerate(model.blocks):
        x = block(x)
        keep(f"block{index}", x)
    x = model.top(x)
    keep("top", x)
    pooled = x.mean(dim=(2, 3))
    taps["pooled"] = pooled.numpy()
    taps["findings"] = model.findings(pooled).numpy()
    taps["view"] = model.view(pooled).numpy()
    taps["orientation"] = model.orientation(pooled).numpy()
    taps["probabilities"] = probabilities(taps["findings"], list(calibration))
    return {name: tap(values) for name, values in taps.items()}


def manifest_head(
    pack_id: str,
    version: str,
    side: int,
    map_side: int,
    channels: int,
    calibration: Sequence[FindingCalibration],
    gate: Gate,
    measured: dict[str, float],
) -> dict[str, Any]:
    """The manifest of an encoder pack without its files (src/packs/manifest.ts)."""
    return {
        "id": pack_id,
        "version": version,
        "title": TITLE,
        "description": DESCRIPTION,
        "licence": LICENCE,
        "sources": SOURCES,
        "task": "encoder",
        "architecture": {
            "kind": "efficientnet-lite0",
            "mapHeight": map_side,
            "mapWidth": map_side,
            "channels": channels,
        },
        "input": {
            "height": side,
            "width": side,
            "channels": 1,
            "resize": "bilinear-antialias",
            "mean": MEAN,
            "std": STD,
        },
        "calibration": {"findings": [asdict(row) for row in calibration]},
        "gate": asdict(gate),
        "figures": measured,
    }


def flat_figures(result: dict[str, Any], exact: dict[str, Any]) -> dict[str, float]:
    """The manifest's figures: of the int8 network, and the loss against float32 (`exact`)."""
    flat: dict[str, float] = {}
    for source, figure in result["sources"].items():
        flat[f"{source}.meanAuroc"] = figure["meanAuroc"]
        flat[f"{source}.meanAurocLoss"] = round(
            exact["sources"][source]["meanAuroc"] - figure["meanAuroc"], 4
        )
        for name, value in figure["auroc"].items():
            flat[f"{source}.auroc.{name}"] = value
    gate = result["gate"]
    flat["view.accuracy"] = gate["iuView"]["accuracy"]
    flat["other.recall"] = gate["otherRecall"]
    flat["other.recallAtGate"] = gate["otherRecallAtGate"]
    flat["chests.refused"] = gate["chestsRefused"]
    flat["orientation.accuracy"] = result["orientation"]["accuracy"]
    flat["orientation.recallAtGate"] = result["orientation"]["recallAtGate"]
    return {name: value for name, value in flat.items() if np.isfinite(value)}


def main(argv: list[str]) -> int:
    """Write the pack, its card, the index entry and the golden; prints the figures."""
    parser = argparse.ArgumentParser(prog="export-encoder", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=RUNS / "cache")
    parser.add_argument("--version", default="1.1.0")
    parser.add_argument("--checkpoint", type=Path, help="default: the latest of runs/encoder")
    parser.add_argument("--out", type=Path, default=PACKS)
    parser.add_argument("--golden", type=Path, default=GOLDENS)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    validation = load_validation(options.data, options.cache)
    exact = load_checkpoint(options.checkpoint or latest_checkpoint(RUNS / "encoder"))
    films = read_all(options.data)
    calibrating = calibration_films(films, cached_films(films, options.cache), SIDE)
    weights = shipped_weights(exact, EfficientNetLite(), calibrating)
    packed = dequantised(weights, EfficientNetLite())
    exact_logits = validation_logits(exact, validation)
    logits = validation_logits(packed, validation)
    calibration = calibrate(validation.films, logits.films)
    gate = choose_gate(validation, logits.films)
    exact_figures = {"sources": finding_figures(validation, exact_logits, calibration)}
    result = figures(packed, validation, logits, calibration, gate)
    result["bothForms"] = both_forms(packed, options.data, calibration)
    measured = flat_figures(result, exact_figures)
    channels = packed.findings.in_features
    head = manifest_head(
        ID, options.version, SIDE, SIDE // 32, channels, calibration, gate, measured
    )
    text = card(result, exact_figures, calibration, gate)
    folder = write_pack(options.out, head, weights, text)
    update_index(options.out, head)
    taps = golden_taps(packed, calibration, SIDE)
    note = "pixel i of the 224 x 224 film, row by row, is (i * 7919) mod 256; tensors are NHWC"
    write_golden(options.golden, head, {"input": {"side": SIDE}, "taps": taps}, note)
    write_json(RUNS / "encoder" / "figures.json", {"int8": result, "float32": exact_figures})
    print(json.dumps({"pack": str(folder), "figures": measured}, indent=1))
    return 0
