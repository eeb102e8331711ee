"""`choose-default`: which decoder the app takes, by the figures of the packs.

The rule (decision 0018): the highest clinical micro F1 on val, in the decoder's own search, among those
that reach `OVERLAP` with the radiologists' reports; where none does, among those whose ROUGE-L is above
the best constant report's, which a text that ignores the film reaches; where none is, among all. Of two
equal ones the smaller is taken.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..decoders.search import own_search, search_key
from ..paths import PACKS
from .pack import read_manifest, write_json

MEASURE, NAME = "clinicalF1", "clinical micro F1"
DATA = "R2Gen val split of IU X-Ray"
OVERLAP = {"bleu4": 0.15, "rougeL": 0.36, "cider": 0.45}
"""What the overlap of a model's reports with the radiologists' is to reach on val."""
REACHED = "BLEU-4 of at least {bleu4}, ROUGE-L of {rougeL} and CIDEr of {cider}".format(
    **{key: f"{least:.2f}".removeprefix("0") for key, least in OVERLAP.items()}
)
ABOVE_CONSTANT = "ROUGE-L above that of the best constant report"


def own_figures(manifest: dict[str, Any]) -> str:
    """Where a decoder's manifest has the figures of its own search."""
    return f"val.{search_key(own_search(manifest['decoding']))}"


def _figure(manifest: dict[str, Any], key: str) -> float:
    return float(manifest["figures"][f"{own_figures(manifest)}.{key}"])


def _size(manifest: dict[str, Any]) -> int:
    return sum(file["bytes"] for file in manifest["files"])


def _able(decoders: list[dict[str, Any]]) -> tuple[str | None, list[dict[str, Any]]]:
    """The strictest condition that some decoder meets, and those that meet it; all where none does."""

    def reaches(manifest: dict[str, Any]) -> bool:
        return all(_figure(manifest, key) >= least for key, least in OVERLAP.items())

    def above_constant(manifest: dict[str, Any]) -> bool:
        return _figure(manifest, "rougeL") > manifest["figures"]["val.bestConstantReport.rougeL"]

    for condition, meets in ((REACHED, reaches), (ABOVE_CONSTANT, above_constant)):
        if able := [manifest for manifest in decoders if meets(manifest)]:
            return condition, able
    return None, decoders


def choice(decoders: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`decoder` and `measured` for the index, from the manifests of all decoders.

    A decoder without figures is not taken. Raises ValueError when none has any.
    """
    measured = [m for m in decoders if f"{own_figures(m)}.{MEASURE}" in m["figures"]]
    if not measured:
        raise ValueError("no decoder has figures; run evaluate and export-decoder first")
    condition, able = _able(measured)

    def rank(manifest: dict[str, Any]) -> tuple[float, int]:
        return _figure(manifest, MEASURE), -_size(manifest)

    best = max(able, key=rank)
    return {
        "decoder": best["id"],
        "measured": {
            "figure": f"{own_figures(best)}.{MEASURE}",
            "name": NAME,
            "value": _figure(best, MEASURE),
            "data": DATA,
            "studies": int(best["figures"]["val.studies"]),
            "of": len(measured),
            "able": len(able),
            **({"condition": condition} if condition else {}),
        },
    }


def choose_default(root: Path) -> dict[str, Any]:
    """Write the choice into `root/index.json` and return it. Raises ValueError without figures."""
    path = root / "index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    manifests = [read_manifest(root / pack["path"]) for pack in index["packs"]]
    chosen = choice([manifest for manifest in manifests if manifest["task"] == "decoder"])
    index["default"] = {
        "decoder": chosen["decoder"],
        "tagger": index["default"]["tagger"],
        "measured": chosen["measured"],
    }
    write_json(path, index)
    return chosen


def main(argv: list[str]) -> int:
    """Prints the choice."""
    parser = argparse.ArgumentParser(prog="choose-default", description=__doc__)
    parser.add_argument("--packs", type=Path, default=PACKS)
    args = parser.parse_args(argv)
    print(json.dumps(choose_default(args.packs)))
    return 0
