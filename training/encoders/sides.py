"""`side-check`: on which side a finding's class activation lies, against what radiologists say.

The sides come from three places: sentences of IU reports that name one, captions of ROCO films,
and the radiologists' boxes on NIH films. No side was ever taught to the encoder. For each finding
the least share of its activation on one half of the film is chosen at which the half agrees with
the radiologist, on films of training patients; beside it stands the agreement on patients of
validation. A finding that never agrees well enough gets no share and is not checked by the app.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from ..data.film import read_film
from ..data.sources import read_roco
from ..findings import FINDING_INDEX, ORIENTATIONS, VIEWS
from ..packs.pack import shipped_pack, write_json
from ..paths import DATA, PACKS, RUNS
from ..text import labeller
from ..text.report_labeller import report_sentences, sentence_mentions
from ..text.sides import Side, Sides, stated_sides
from ..text.studies import read_studies
from .architectures import DEFAULT
from .boxes import activations, read_boxes
from .calibrate import sigmoid
from .inference import film_batch
from .load import load_pack
from .network import FilmEncoder

SIDED = (
    "Atelectasis",
    "Effusion",
    "Infiltration",
    "Mass",
    "Nodule",
    "Pneumonia",
    "Pneumothorax",
    "Consolidation",
    "Fibrosis",
    "Pleural_Thickening",
    "Fracture",
)
"""Findings that lie on a side. The heart does not; a device's side is that of its entry."""
SHARES = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
LEAST_AGREEMENT = 0.9
LEAST_FILMS = 15
LOW_SUPPORT_SHARE = 0.5
"""A finding under this share of its threshold is not believed by the app (src/domain/concerns.ts)."""
CHUNK = 32


@dataclass(frozen=True)
class Sided:
    """A film and the side of one finding on it, as a radiologist gave it."""

    path: Path
    finding: str
    side: Sides
    source: str
    held_out: bool
    """Whether the patient is one of validation."""


def said_sides(said: Iterable[tuple[str, Sides | None]]) -> dict[str, Sides]:
    """Findings of which one side is said throughout, or both are."""
    found: dict[str, set[Sides | None]] = {}
    for finding, sides in said:
        if finding in SIDED:
            found.setdefault(finding, set()).add(sides)
    result: dict[str, Sides] = {}
    for finding, sides in found.items():
        if "both" in sides or sides >= {"left", "right"}:
            result[finding] = "both"
        elif len(sides) == 1 and (side := next(iter(sides))) is not None:
            result[finding] = side
    return result


def text_sides(*texts: str) -> dict[str, Sides]:
    """The findings that a report asserts on one side, or on both."""
    return said_sides(
        (mention.finding, stated_sides(sentence, mention.start))
        for text in texts
        for sentence in report_sentences(text)
        for mention in sentence_mentions(sentence)
        if mention.assertion == "present"
    )


def one_side(sides: Mapping[str, Sides]) -> dict[str, Side]:
    """Those on one side alone."""
    return {finding: side for finding, side in sides.items() if side != "both"}


def iu_sides(data: Path) -> list[Sided]:
    """The first frontal film of a study, and the sides that its findings and impression assert."""
    found = []
    for study in read_studies(("train", "none", "val"), data):
        if study.frontal:
            path = data / "iu_more" / "images" / study.frontal[0]
            held_out = study.split == "val"
            said = text_sides(study.findings, study.impression)
            found += [Sided(path, *row, "iu", held_out) for row in said.items()]
    return found


def roco_sides(data: Path) -> list[Sided]:
    """The sides that captions assert."""
    held_out = {film.path for film in read_roco(data) if film.split == "val"}
    found = []
    with (data / "roco" / "captions.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            said = [
                (finding, stated_sides(sentence, start))
                for sentence in labeller.sentences(row["caption"])
                for finding, start, end in labeller.mentions(sentence)
                if labeller.assertion(sentence, start, end) == "present"
            ]
            path = data / "roco" / "images" / row["file"]
            found += [
                Sided(path, *one, "roco", path in held_out) for one in said_sides(said).items()
            ]
    return found


def box_sides(data: Path) -> list[Sided]:
    """The sides of the middles of a film's boxes of a finding."""
    found = []
    for item in read_boxes(data):
        middles = [left + width / 2 for left, _, width, _ in item.boxes]
        said = [(item.finding, "right" if middle < 0.5 else "left") for middle in middles]
        found += [
            Sided(item.path, *one, "boxes", item.held_out) for one in said_sides(said).items()
        ]
    return found


def left_share(cells: np.ndarray) -> float:
    """Share of a map [h, w] on the patient's left, the right half of an upright film.

    Of the parts above the map's mean, both halves together; the middle column of an odd width
    belongs to neither. 0.5 where there is nothing in either. As in src/domain/activation-side.ts.
    """
    above = np.maximum(cells - cells.mean(), 0)
    half = cells.shape[1] // 2
    left, right = float(above[:, cells.shape[1] - half :].sum()), float(above[:, :half].sum())
    return left / (left + right) if left + right > 0 else 0.5


@dataclass(frozen=True)
class Judged:
    """What the encoder says of one Sided; it never agrees with a finding on both sides."""

    row: Sided
    share: float
    """Share of the activation on the half where it has more."""
    agrees: bool


@torch.inference_mode()
def judge(rows: Sequence[Sided], model: FilmEncoder, manifest: dict) -> list[Judged]:
    """Rows whose film the encoder takes for an upright frontal one and whose finding it believes at
    least half as much as its threshold asks."""
    side = int(manifest["input"]["height"])
    paths = sorted({row.path for row in rows})
    seen = {}
    for start in range(0, len(paths), CHUNK):
        chunk = paths[start : start + CHUNK]
        output = model(film_batch((read_film(path, side) for path in chunk), side))
        maps = activations(output.features, model)
        is_frontal = output.view.argmax(1) == VIEWS.index("frontal")
        is_upright = output.orientation.argmax(1) == ORIENTATIONS.index("upright")
        usable = (is_frontal & is_upright).tolist()
        parts = zip(maps.numpy(), output.findings.float().numpy(), usable, strict=True)
        seen.update(zip(chunk, parts, strict=True))
    judged = []
    for row in rows:
        maps_of, logits, is_usable = seen[row.path]
        index = FINDING_INDEX[row.finding]
        cut = manifest["calibration"]["findings"][index]
        probability = sigmoid(logits[index] / cut["temperature"] + cut["bias"])
        if not is_usable or probability < LOW_SUPPORT_SHARE * cut["threshold"]:
            continue
        left = left_share(maps_of[index])
        agrees = (left > 0.5) == (row.side == "left")
        judged.append(Judged(row, max(left, 1 - left), agrees))
    return judged


def agreement(rows: Sequence[Judged], share: float) -> tuple[float, int]:
    """Share of the rows that agree, and their number, where the map says a side that clearly."""
    clear = [row.agrees for row in rows if row.share >= share]
    return (float(np.mean(clear)) if clear else float("nan")), len(clear)


def chosen_share(rows: Sequence[Judged]) -> float | None:
    """The least of SHARES from which on the agreement is LEAST_AGREEMENT or better, as long as
    LEAST_FILMS are left."""
    chosen = None
    for share in reversed(SHARES):
        agreed, films = agreement(rows, share)
        if films < LEAST_FILMS:
            continue
        if agreed < LEAST_AGREEMENT:
            break
        chosen = share
    return chosen


def figures(judged: Sequence[Judged]) -> dict[str, dict[str, object]]:
    """Of each finding: agreement and films whatever the share, the chosen share, and agreement and
    films at it, of training patients and of those of validation; findings on one side. `told`: the
    same with the findings on both sides, of which the map says one and is wrong."""
    result: dict[str, dict[str, object]] = {}
    for finding in SIDED:
        said = [row for row in judged if row.row.finding == finding]
        mine = [row for row in said if row.row.side != "both"]
        known = [row for row in mine if not row.row.held_out]
        share = chosen_share(known)
        # Never under the share: at any, those on both sides only lower the agreement.
        told = share and chosen_share([row for row in said if not row.row.held_out])
        entry: dict[str, object] = {"share": share, "toldShare": told}
        for at, rows, least in (("any", mine, 0.0), ("chosen", mine, share), ("told", said, told)):
            for name, held_out in (("train", False), ("val", True)):
                if least is None:
                    continue
                agreed, films = agreement([r for r in rows if r.row.held_out == held_out], least)
                entry[f"{name}.{at}"] = [round(agreed, 3) if films else None, films]
        result[finding] = entry
    return result


def main(argv: list[str]) -> int:
    """Print the figures as JSON and keep them; with --write, put the shares into the manifest.

    With --reports, print instead how often written val reports are marked by the shares there.
    """
    parser = argparse.ArgumentParser(prog="side-check", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--encoder", default=DEFAULT, help="id of the shipped pack")
    parser.add_argument("--packs", type=Path, default=PACKS)
    parser.add_argument("--out", type=Path, help="default: sides-ENCODER.json among the runs")
    parser.add_argument("--write", action="store_true", help="put the shares into the manifest")
    parser.add_argument("--reports", type=Path, help="what engine-reports wrote")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    folder = shipped_pack(options.encoder, options.packs)
    model, manifest = load_pack(folder)
    if options.reports is not None:
        from .side_marks import marks, read_reports

        counts = marks(options.data, read_reports(options.reports), model, manifest)
        print(json.dumps(counts, indent=1))
        return 0
    rows = [*iu_sides(options.data), *roco_sides(options.data), *box_sides(options.data)]
    measured = figures(judge(rows, model, manifest))
    out = options.out or RUNS / f"sides-{options.encoder}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    if options.write:
        for cut in manifest["calibration"]["findings"]:
            for name, figure in (("sideShare", "share"), ("sideToldShare", "toldShare")):
                cut.pop(name, None)
                share = measured.get(cut["name"], {}).get(figure)
                if share is not None:
                    cut[name] = share
        write_json(folder / "manifest.json", manifest)
    print(json.dumps(measured, indent=1))
    return 0
