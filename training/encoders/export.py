"""`export-encoder`: the pack of an encoder, its model card and its parity golden."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
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
from .architectures import Architecture, add_model_option, chosen
from .calibrate import FindingCalibration, calibrate, probabilities
from .card import LICENCE, card, sources_of, training_note
from .evaluate import both_forms, figures, finding_figures
from .gate import Gate, choose_gate
from .load import latest_checkpoint, load_checkpoint
from .network import FilmEncoder
from .quantised import calibration_films, dequantised, shipped_weights
from .validation import load_validation, validation_logits


@torch.no_grad()
def golden_taps(
    model: FilmEncoder, calibration: Sequence[FindingCalibration], side: int
) -> dict[str, Any]:
    """Expected tensors (channels last, as in TensorFlow) for the generated film."""
    pixels = generated_pixels(side, side)
    x = film = torch.from_numpy(normalise(pixels))[None, None]
    taps: dict[str, np.ndarray] = {"input": x.permute(0, 2, 3, 1).numpy()}

    def keep(name: str, tensor: torch.Tensor) -> None:
        taps[name] = tensor.permute(0, 2, 3, 1).contiguous().numpy()

    for name, part in model.parts():
        x = part(x)
        keep(name, x)
    taps["pooled"] = model.pooled(x).numpy()
    seen = model(film)
    taps["findings"] = seen.findings.numpy()
    taps["view"] = seen.view.numpy()
    taps["orientation"] = seen.orientation.numpy()
    taps["probabilities"] = probabilities(taps["findings"], list(calibration))
    return {name: tap(values) for name, values in taps.items()}


def manifest_head(
    identity: dict[str, Any],
    model: FilmEncoder,
    side: int,
    calibration: Sequence[FindingCalibration],
    gate: Gate,
    measured: dict[str, float],
) -> dict[str, Any]:
    """The manifest of an encoder pack without its files (src/packs/manifest.ts).

    identity: `id`, `version`, `title`, `description`, `licence` and `sources`.
    """
    map_side = model.map_side(side)
    return {
        **identity,
        "task": "encoder",
        "architecture": {
            "kind": model.kind,
            "mapHeight": map_side,
            "mapWidth": map_side,
            "channels": model.channels,
            **model.settings(),
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


def identity_of(architecture: Architecture, version: str) -> dict[str, Any]:
    """What the manifest says of the pack before its architecture."""
    return {
        "id": architecture.pack_id,
        "version": version,
        "title": architecture.title,
        "description": f"{architecture.title.removeprefix('Encoder ')} trained on chest films: "
        "feature map, 17 findings, view and orientation.",
        "licence": LICENCE,
        "sources": sources_of(architecture),
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
    add_model_option(parser)
    parser.add_argument("--version", default="1.1.0")
    parser.add_argument("--checkpoint", type=Path, help="default: the latest of the model's runs")
    parser.add_argument("--side", type=int, help="of the pack's films; default: the network's")
    parser.add_argument("--out", type=Path, default=PACKS)
    parser.add_argument("--golden", type=Path, default=GOLDENS)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    architecture = chosen(options)
    if options.side is not None:
        architecture = replace(architecture, side=options.side)
    side = architecture.side
    validation = load_validation(options.data, options.cache, side)
    checkpoint = options.checkpoint or latest_checkpoint(architecture.runs)
    exact = load_checkpoint(checkpoint, architecture)
    films = read_all(options.data)
    calibrating = calibration_films(films, cached_films(films, options.cache), side)
    weights = shipped_weights(exact, architecture.build(), calibrating)
    packed = dequantised(weights, architecture.build())
    exact_logits = validation_logits(exact, validation)
    logits = validation_logits(packed, validation)
    calibration = calibrate(validation.films, logits.films)
    gate = choose_gate(validation, logits.films)
    exact_figures = {"sources": finding_figures(validation, exact_logits, calibration)}
    result = figures(packed, validation, logits, calibration, gate)
    result["bothForms"] = both_forms(packed, side, options.data, calibration)
    measured = flat_figures(result, exact_figures)
    identity = identity_of(architecture, options.version)
    head = manifest_head(identity, packed, side, calibration, gate, measured)
    note = training_note(
        architecture, torch.load(checkpoint, map_location="cpu", weights_only=True)
    )
    text = card(architecture, packed, note, result, exact_figures, calibration, gate)
    folder = write_pack(options.out, head, weights, text)
    update_index(options.out, head)
    taps = golden_taps(packed, calibration, side)
    how = "pixel i of the square film, row by row, is (i * 7919) mod 256; tensors are NHWC"
    write_golden(options.golden, head, {"input": {"side": side}, "taps": taps}, how)
    write_json(architecture.runs / "figures.json", {"int8": result, "float32": exact_figures})
    print(json.dumps({"pack": str(folder), "figures": measured}, indent=1))
    return 0
