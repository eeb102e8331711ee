"""How often the check of sides marks written reports, and whom the radiologist then bears out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ..text.studies import Study, read_studies
from .network import FilmEncoder
from .sides import Sided, judge, one_side, text_sides


def read_reports(path: Path) -> dict[str, str]:
    """Texts by uid, as `engine-reports` writes them. Raises ValueError for another file."""
    found = json.loads(path.read_text(encoding="utf-8"))
    if "texts" not in found:
        raise ValueError(f"{path} holds no `texts`; write it with `engine-reports`")
    return {str(uid): str(text) for uid, text in found["texts"].items()}


def marks(
    data: Path, texts: Mapping[str, str], model: FilmEncoder, manifest: dict
) -> dict[str, int]:
    """Of the val reports: findings asserted on one side; of these those that the map of the frontal
    film tells a side of; those that are marked, as it is the other; and of the marked ones those
    where the radiologist asserts the finding on the map's side, on the text's, or on neither."""
    studies = {study.uid: study for study in read_studies(("val",), data) if study.frontal}
    rows, said = [], []
    for uid, text in texts.items():
        if uid in studies:
            found = one_side(text_sides(text))
            rows += [Sided(film_of(data, studies[uid]), *one, uid, True) for one in found.items()]
            said += found
    cuts = {cut["name"]: cut.get("sideShare") for cut in manifest["calibration"]["findings"]}
    told = [
        one
        for one in judge(rows, model, manifest)
        if cuts[one.row.finding] is not None and one.share >= cuts[one.row.finding]
    ]
    marked = [one.row for one in told if not one.agrees]
    counts = {"sided": len(said), "told": len(told), "marked": len(marked)}
    counts |= {"marked.map": 0, "marked.text": 0, "marked.neither": 0}
    for row in marked:
        study = studies[row.source]
        side = one_side(text_sides(study.findings, study.impression)).get(row.finding)
        who = "neither" if side is None else "text" if side == row.side else "map"
        counts[f"marked.{who}"] += 1
    return counts


def film_of(data: Path, study: Study) -> Path:
    """The film that a report is judged by: the first frontal one."""
    return data / "iu_more" / "images" / study.frontal[0]
