"""`python -m training evaluate`: the written reports of every shipped decoder, beside baselines.

Writes each decoder's figures to docs/measured and docs/EVALUATION.md over all of them. All rows are
measured by this command but those marked "published"; the figures of the TypeScript engine come from
what `engine-reports` and `engine-cost` left, the pointing game from `grounding`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import torch

from training.decoders.cost import COSTS
from training.decoders.evaluation_page import evaluation_page
from training.decoders.measured import Tables, measure
from training.decoders.scored import SUBSETS, ScoredStudies
from training.decoders.shipped import (
    Place,
    ablation_rows,
    ablations,
    place_of,
    shipped_decoders,
    shipped_encoders,
)
from training.metrics.meteor import Meteor, meteor_at_hand
from training.packs.pack import write_json
from training.paths import DATA, PACKS, REPOSITORY
from training.text.score_labeller import score_labeller


def keep_ablations(tables: Tables, before: Tables, titles: Collection[str]) -> None:
    """Takes over the rows of ablations that were measured before and whose checkpoint is not at
    hand now; titles: of those that still stand in the table of ablations."""
    for name in before["rows"]["ablations"]:
        if name.split(": ")[0] in titles and name not in tables["rows"]["ablations"]:
            tables["rows"]["ablations"].append(name)
            for subset in SUBSETS:
                tables[subset][name] = before[subset][name]


def kept_tables(places: Sequence[Place], split: str) -> list[Tables]:
    """The figures that earlier calls wrote, of decoders that are shipped with those weights."""
    found = []
    for place in places:
        path = place.figures(split)
        tables = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if "model" in tables and tables["model"]["weights"] == place.weights:
            # A version may be new while its weights are not: with other figures, say.
            tables["model"]["version"] = place.version
            found.append(tables)
        elif split == "val":
            print(f"{place.id}: not measured; run evaluate --id {place.id}", file=sys.stderr)
    return found


def _costs() -> dict[str, Any] | None:
    return json.loads(COSTS.read_text(encoding="utf-8")) if COSTS.exists() else None


def kept_page() -> str | None:
    """The page over all that is kept of the shipped decoders; None where nothing is."""
    shipped = shipped_decoders()
    kept = kept_tables(shipped, "val")
    if not kept:
        return None
    index = json.loads((PACKS / "index.json").read_text(encoding="utf-8"))
    return evaluation_page(
        kept,
        kept_tables(shipped, "test"),
        index["default"],
        _costs(),
        shipped_encoders(shipped),
    )


def main(argv: list[str]) -> int:
    """Measures, keeps the figures, writes the page."""
    parser = argparse.ArgumentParser(prog="python -m training evaluate", description=__doc__)
    parser.add_argument(
        "--split", choices=("val", "test"), default="val", help="test: once a release, for the page"
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument(
        "--id",
        action="append",
        help="measure this decoder only (may be repeated); the page takes the others' kept figures",
    )
    parser.add_argument("--encoder", help="of a decoder that is not shipped yet (with one --id)")
    parser.add_argument("--page-only", action="store_true", help="from kept figures alone")
    parser.add_argument("--beam", type=int, default=3, help="width of the beam rows")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--page", type=Path, default=REPOSITORY / "docs" / "EVALUATION.md")
    args = parser.parse_args(argv)
    if args.encoder and len(args.id or []) != 1:
        parser.error("--encoder goes with one --id")
    torch.set_num_threads(args.threads)
    shipped = shipped_decoders()
    chosen = [place_of(name, args.encoder) for name in args.id] if args.id else shipped
    if not args.page_only:
        meteor = Meteor() if meteor_at_hand() else None
        studies = ScoredStudies(args.split, args.data, meteor)
        labeller = score_labeller(args.data, ("train", "none"))
        found = ablations() if args.split == "val" else []
        for place in chosen:
            tables = measure(place, studies, args.beam, found)
            tables["labeller"] = labeller
            path = place.figures(args.split)
            if path.exists():
                titles = {row["title"] for row in ablation_rows() if row["decoder"] == place.id}
                keep_ablations(tables, json.loads(path.read_text(encoding="utf-8")), titles)
            for note in tables["notes"]:
                print(f"{place.id}: {note}", file=sys.stderr)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_json(path, tables)
            print(json.dumps({"id": place.id, "figures": str(path)}))
        if meteor is not None:
            meteor.close()
    page = kept_page()
    if page:
        args.page.parent.mkdir(parents=True, exist_ok=True)
        args.page.write_text(page, encoding="utf-8")
    return 0
