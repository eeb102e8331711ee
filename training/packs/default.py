"""`choose-default`: which decoder the app takes, by the figures of the packs.

The rule: the highest clinical micro F1 on val, in the decoder's own search, among those whose ROUGE-L
is above the best constant report's. A text that ignores the film reaches that ROUGE-L; below it a
model has bought its findings with the rest of the report. Where none is above, the clinical F1 alone
decides, and the index says so. Of two equal ones the smaller is taken.
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
RULE = (
    "highest clinical micro F1 among the models whose ROUGE-L is above the best constant report's; "
    "among all where none is"
)


def own_figures(manifest: dict[str, Any]) -> str:
    """Where a decoder's manifest has the figures of its own search."""
    return f"val.{search_key(own_search(manifest['decoding']))}"


def _size(manifest: dict[str, Any]) -> int:
    return sum(file["bytes"] for file in manifest["files"])


def choice(decoders: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`decoder` and `measured` for the index, from the manifests of all decoders.

    A decoder without figures is not taken. Raises ValueError when none has any.
    """
    measured = [m for m in decoders if f"{own_figures(m)}.{MEASURE}" in m["figures"]]
    if not measured:
        raise ValueError("no decoder has figures; run evaluate and export-decoder first")
    above = [
        manifest
        for manifest in measured
        if manifest["figures"][f"{own_figures(manifest)}.rougeL"]
        > manifest["figures"]["val.bestConstantReport.rougeL"]
    ]

    def rank(manifest: dict[str, Any]) -> tuple[float, int]:
        return manifest["figures"][f"{own_figures(manifest)}.{MEASURE}"], -_size(manifest)

    best = max(above or measured, key=rank)
    figure = f"{own_figures(best)}.{MEASURE}"
    return {
        "decoder": best["id"],
        "measured": {
            "figure": figure,
            "name": NAME,
            "value": best["figures"][figure],
            "data": DATA,
            "studies": int(best["figures"]["val.studies"]),
            "of": len(measured),
            "aboveConstant": bool(above),
            "rule": RULE,
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
