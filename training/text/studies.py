"""IU studies: films, report text and labels, by the R2Gen split."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from training.paths import DATA


@dataclass(frozen=True)
class Study:
    """One examination. `findings` is the raw text of that section, as R2Gen has it for its splits.

    `split` is train, val, test or none (outside R2Gen's splits). Film names are those of
    iu_more/images.csv; a study has at least one film.
    """

    uid: str
    split: str
    findings: str
    impression: str
    frontal: tuple[str, ...]
    lateral: tuple[str, ...]
    normal: bool


def read_studies(splits: tuple[str, ...], data: Path = DATA) -> list[Study]:
    """Studies of the named splits that have a film and a findings text, by uid.

    Asking for a split whose films the folder lacks raises ValueError (test is held out).
    """
    films: dict[str, list[dict[str, str]]] = {}
    with (data / "iu_more" / "images.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["split"] in splits:
                films.setdefault(row["uid"], []).append(row)
    missing = [split for split in splits if not any(r[0]["split"] == split for r in films.values())]
    if missing:
        raise ValueError(f"no films of the split {', '.join(missing)} in {data / 'iu_more'}")
    texts = _r2gen_texts(data)
    with (data / "iu" / "reports" / "indiana_reports.csv").open(encoding="utf-8") as file:
        sections = {row["uid"]: row for row in csv.DictReader(file)}
    studies = []
    for uid, rows in sorted(films.items(), key=lambda item: int(item[0])):
        section = sections.get(uid, {})
        text = texts.get(rows[0]["r2gen_id"]) or section.get("findings") or ""
        if not text.strip():
            continue
        studies.append(
            Study(
                uid=uid,
                split=rows[0]["split"],
                findings=text,
                impression=section.get("impression") or "",
                frontal=tuple(r["file"] for r in rows if r["view"] == "FRONTAL"),
                lateral=tuple(r["file"] for r in rows if r["view"] != "FRONTAL"),
                normal=rows[0]["labels_gold14"] == "Normal",
            )
        )
    return studies


def _r2gen_texts(data: Path) -> dict[str, str]:
    with (data / "iu" / "reports" / "annotation_r2gen.json").open(encoding="utf-8") as file:
        annotation = json.load(file)
    return {study["id"]: study["report"] for part in annotation.values() for study in part}
