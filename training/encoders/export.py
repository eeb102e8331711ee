"""`export-encoder`: the pack of an encoder, its model card and its parity golden."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..data.cache import cached_films
from ..data.film import MEAN, STD, normalise
from ..data.sources import read_all
from ..packs.golden import generated_pixels, tap, write_golden
from ..packs.pack import read_manifest, update_index, write_pack
from ..packs.weights import PackWeight
from ..paths import DATA, GOLDENS, PACKS, RUNS
from .architectures import Architecture, add_model_option, chosen
from .calibrate import FindingCalibration, calibrate, probabilities
from .card import LICENCE, TRAINED, card, sources_of, training_note
from .evaluate import figures, finding_figures
from .gate import Gate, choose_gate
from .load import latest_checkpoint, load_checkpoint, load_pack
from .network import FilmEncoder
from .quantised import calibration_films, dequantised, shipped_weights
from .validation import load_validation, validation_logits
from .weights import folded_weights

LOSS = ".meanAurocLoss"
"""End of the name of a figure: mean AUROC of float32 less that of int8."""


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
    taps["pooled"] = x.mean(dim=(2, 3)).numpy()
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


@dataclass(frozen=True)
class Shipped:
    """What a pack is made of: the weights, the network with them as stored, how it was trained.

    exact: the float32 network that they were made from, where it is at hand. Of a pack instead:
    stored, its weights.bin, kept to the byte; losses, of AUROC to int8, by the names of figures, as
    they were measured when the weights were quantised.
    """

    weights: dict[str, PackWeight]
    model: FilmEncoder
    note: str
    exact: FilmEncoder | None = None
    stored: bytes | None = None
    losses: Mapping[str, float] = field(default_factory=dict)


def from_checkpoint(path: Path, architecture: Architecture, options: argparse.Namespace) -> Shipped:
    """The weights of a checkpoint, quantised."""
    exact = load_checkpoint(path, architecture)
    films = read_all(options.data)
    pixels = cached_films(films, options.cache)
    calibrating = calibration_films(films, pixels, architecture.side)
    weights = shipped_weights(exact, architecture.build(), calibrating)
    note = training_note(architecture, torch.load(path, map_location="cpu", weights_only=True))
    return Shipped(weights, dequantised(weights, architecture.build()), note, exact)


def from_pack(folder: Path, architecture: Architecture) -> Shipped:
    """The weights of a pack, to be measured and calibrated anew as they are used today."""
    model, manifest = load_pack(folder)
    text = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    note = next(line for line in text.splitlines() if line.startswith(TRAINED))
    stored = (folder / "weights.bin").read_bytes()
    losses = {name: lost for name, lost in manifest["figures"].items() if name.endswith(LOSS)}
    return Shipped(folded_weights(model), model, note, stored=stored, losses=losses)


def flat_figures(
    result: dict[str, Any], exact: dict[str, Any] | None, losses: Mapping[str, float]
) -> dict[str, float]:
    """The manifest's figures: of the int8 network, and the loss against float32 (`exact`, or as it
    was measured before)."""
    flat: dict[str, float] = dict(losses)
    for source, figure in result["sources"].items():
        flat[f"{source}.meanAuroc"] = figure["meanAuroc"]
        if exact:
            lost = exact["sources"][source]["meanAuroc"] - figure["meanAuroc"]
            flat[f"{source}{LOSS}"] = round(lost, 4)
        for name, value in figure["auroc"].items():
            flat[f"{source}.auroc.{name}"] = value
    flat |= {f"boxes.{name}": value for name, value in result["boxes"].items()}
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
    origin = parser.add_mutually_exclusive_group()
    origin.add_argument("--checkpoint", type=Path, help="default: the latest of the model's runs")
    origin.add_argument(
        "--pack",
        type=Path,
        help="a pack's folder instead: its weights, calibrated and measured anew",
    )
    parser.add_argument("--side", type=int, help="of the pack's films; default: the network's")
    parser.add_argument("--out", type=Path, default=PACKS)
    parser.add_argument("--golden", type=Path, default=GOLDENS)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    architecture = chosen(options)
    own = read_manifest(options.pack)["input"]["height"] if options.pack else architecture.side
    side = options.side or int(own)
    architecture = replace(architecture, side=side)
    if options.pack:
        shipped = from_pack(options.pack, architecture)
    else:
        checkpoint = options.checkpoint or latest_checkpoint(architecture.runs)
        shipped = from_checkpoint(checkpoint, architecture, options)
    validation = load_validation(options.data, options.cache, side)
    logits = validation_logits(shipped.model, validation)
    calibration = calibrate(validation.films, logits.films)
    gate = choose_gate(validation, logits.films)
    exact = shipped.exact and {
        "sources": finding_figures(
            validation, validation_logits(shipped.exact, validation), calibration
        )
    }
    result = figures(shipped.model, validation, logits, calibration, gate, options.data)
    measured = flat_figures(result, exact, shipped.losses)
    identity = identity_of(architecture, options.version)
    head = manifest_head(identity, shipped.model, side, calibration, gate, measured)
    text = card(architecture, shipped.model, shipped.note, result, exact, calibration, gate)
    folder = write_pack(options.out, head, shipped.weights, text, stored=shipped.stored)
    update_index(options.out, head)
    taps = golden_taps(shipped.model, calibration, side)
    how = "pixel i of the square film, row by row, is (i * 7919) mod 256; tensors are NHWC"
    write_golden(options.golden, head, {"input": {"side": side}, "taps": taps}, how)
    print(json.dumps({"pack": str(folder), "figures": measured}, indent=1))
    return 0
