"""Texts of the Indiana University reports, by split (training code reads train and unsplit only)."""

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Section:
    """One section of one report: study uid, section name, text as in indiana_reports.csv."""

    uid: str
    name: str
    text: str


def splits_by_uid(data: Path) -> dict[str, str]:
    """uid -> train / val / test for the studies of the R2Gen split; others are in none."""
    annotation = json.loads((data / "iu/reports/annotation_r2gen.json").read_text())
    splits: dict[str, str] = {}
    for split, studies in annotation.items():
        for study in studies:
            match = re.match(r"CXR(\d+)_", study["id"])
            if match:
                splits[match.group(1)] = split
    return splits


def development_reports(data: Path) -> list[dict]:
    """The 20 reports annotated by hand, for validation only."""
    return json.loads((data / "eval/entities_iu_dev.json").read_text())


def training_sections(
    data: Path, names: tuple[str, ...] = ("findings", "impression")
) -> list[Section]:
    """Non-empty sections of the train and unsplit studies, without the hand-annotated ones."""
    splits = splits_by_uid(data)
    held_out = {report["id"] for report in development_reports(data)}
    sections: list[Section] = []
    with (data / "iu/reports/indiana_reports.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if splits.get(row["uid"], "none") not in ("train", "none") or row["uid"] in held_out:
                continue
            for name in names:
                text = row[name].strip()
                if text:
                    sections.append(Section(row["uid"], name, text))
    return sections
