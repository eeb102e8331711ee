"""`python -m training score-labeller`: the report labeller against the Open-i gold labels."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

from training.paths import DATA
from training.text.report_labeller import report_assertions

GOLD = (
    "Atelectasis",
    "Cardiomegaly",
    "Effusion",
    "Infiltration",
    "Mass",
    "Nodule",
    "Pneumonia",
    "Pneumothorax",
    "Consolidation",
    "Edema",
    "Emphysema",
    "Fibrosis",
    "Pleural_Thickening",
)
"""Findings with gold positives; the gold file has no Hernia (always 0), Fracture or devices."""


def score_labeller(data: Path, splits: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and count of each finding, and `micro`, on findings + impression."""
    with (data / "iu_more" / "images.csv").open(encoding="utf-8", newline="") as file:
        uids = {row["uid"] for row in csv.DictReader(file) if row["split"] in splits}
    with (data / "iu" / "reports" / "openi_gld_std14.csv").open(encoding="utf-8") as file:
        gold = {row["filename"].removeprefix("CXR"): row for row in csv.DictReader(file)}
    hits, said, wanted = (dict.fromkeys(GOLD, 0) for _ in range(3))
    with (data / "iu" / "reports" / "indiana_reports.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["uid"] not in uids or row["uid"] not in gold:
                continue
            verdicts = report_assertions(f"{row['findings']} {row['impression']}")
            for finding in GOLD:
                is_gold = gold[row["uid"]][finding] == "1"
                is_said = verdicts.get(finding) == "present"
                hits[finding] += is_gold and is_said
                said[finding] += is_said
                wanted[finding] += is_gold
    table = {name: _row(hits[name], said[name], wanted[name]) for name in GOLD}
    table["micro"] = _row(sum(hits.values()), sum(said.values()), sum(wanted.values()))
    return table


def _row(hits: int, said: int, wanted: int) -> dict[str, float]:
    return {
        "precision": hits / said if said else 0.0,
        "recall": hits / wanted if wanted else 0.0,
        "f1": 2 * hits / (said + wanted) if said + wanted else 0.0,
        "count": wanted,
    }


def main(argv: list[str]) -> int:
    """Prints the table as JSON."""
    parser = argparse.ArgumentParser(prog="python -m training score-labeller", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--splits", nargs="+", default=["train", "none"])
    args = parser.parse_args(argv)
    print(json.dumps(score_labeller(args.data, tuple(args.splits)), indent=2))
    return 0
