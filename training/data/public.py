"""Readers of two public collections in the layouts in which they are given out.

They are not part of this repository's data; `train-encoder --collection` trains on a copy of them.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

from ..findings import FINDING_INDEX, FINDINGS, VIEWS
from .film import UNKNOWN_VIEW, Film, hash_fraction, nih_labels, unknown_labels
from .sources import ABSENT_FROM_CAPTION_WEIGHT, VAL_FRACTION

FRONTAL, LATERAL = VIEWS.index("frontal"), VIEWS.index("lateral")

MIMIC_FINDINGS = {
    "Atelectasis": "Atelectasis",
    "Cardiomegaly": "Cardiomegaly",
    "Consolidation": "Consolidation",
    "Edema": "Edema",
    "Fracture": "Fracture",
    "No Finding": "No Finding",
    "Pleural Effusion": "Effusion",
    "Pneumonia": "Pneumonia",
    "Pneumothorax": "Pneumothorax",
    "Support Devices": "Support_Devices",
}
"""CheXpert's names of findings that are on our list; the others say nothing about it."""

MIMIC_VIEWS = {"AP": FRONTAL, "PA": FRONTAL, "LATERAL": LATERAL, "LL": LATERAL}


def _one(folder: Path, pattern: str) -> Path:
    """The one file of this name pattern, packed or not. Raises FileNotFoundError saying which."""
    found = sorted(folder.glob(pattern)) or sorted(folder.glob(pattern + ".gz"))
    if not found:
        raise FileNotFoundError(f"{folder} has no {pattern} (or {pattern}.gz)")
    return found[0]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", newline="", encoding="utf-8") as handle:
        yield from csv.DictReader(handle)


def read_nih_full(folder: Path) -> list[Film]:
    """NIH ChestX-ray14, all 112,120 films: Data_Entry_2017*.csv beside images*/ (or images_001 to
    images_012, each with a folder images), and train_val_list.txt or test_list.txt.

    The films of the official test list are left out; a tenth of the other patients is val. Films
    that lie nowhere under the folder are left out, so a part of the collection trains too.
    """
    places = {
        path.name: path
        for pattern in ("images*/*.png", "images*/images/*.png")
        for path in folder.glob(pattern)
    }
    held_out: set[str] = set()
    if (folder / "test_list.txt").exists():
        held_out = set((folder / "test_list.txt").read_text().split())
    films = []
    for row in _rows(_one(folder, "Data_Entry_2017*.csv")):
        name = row["Image Index"]
        if name in held_out or name not in places:
            continue
        patient = f"nih-{int(row['Patient ID'])}"
        labels, weights = nih_labels(row["Finding Labels"])
        split = "val" if hash_fraction(patient) < VAL_FRACTION else "train"
        films.append(Film(places[name], "nih", patient, split, FRONTAL, labels, weights))
    return films


def read_mimic(folder: Path) -> list[Film]:
    """MIMIC-CXR-JPG 2: its metadata, chexpert and split tables beside files/p10/p1000.../s.../*.jpg.

    Findings as the CheXpert labeller read the reports: 1 present, 0 absent, -1 uncertain (weight 0),
    not mentioned: absent at the weight of a finding that a caption does not name. The films of the
    official test part are left out.
    """
    split_of = {
        row["dicom_id"]: row["split"] for row in _rows(_one(folder, "mimic-cxr-2*-split.csv"))
    }
    stated: dict[str, dict[str, str]] = {
        row["study_id"]: row for row in _rows(_one(folder, "mimic-cxr-2*-chexpert.csv"))
    }
    films = []
    for row in _rows(_one(folder, "mimic-cxr-2*-metadata.csv")):
        name, subject, study = row["dicom_id"], row["subject_id"], row["study_id"]
        split = {"train": "train", "validate": "val"}.get(split_of.get(name, ""))
        if split is None or study not in stated:
            continue
        labels, weights = unknown_labels()
        for theirs, ours in MIMIC_FINDINGS.items():
            value = stated[study].get(theirs, "")
            index = FINDING_INDEX[ours]
            labels[index] = float(value in ("1.0", "1"))
            weights[index] = {"": ABSENT_FROM_CAPTION_WEIGHT, "-1.0": 0.0, "-1": 0.0}.get(
                value, 1.0
            )
        path = folder / "files" / f"p{subject[:2]}" / f"p{subject}" / f"s{study}" / f"{name}.jpg"
        view = MIMIC_VIEWS.get(row["ViewPosition"].strip().upper(), UNKNOWN_VIEW)
        films.append(Film(path, "mimic", f"mimic-{subject}", split, view, labels, weights, study))
    assert all(len(film.labels) == len(FINDINGS) for film in films)
    return films


COLLECTIONS: dict[str, Callable[[Path], list[Film]]] = {"nih": read_nih_full, "mimic": read_mimic}
"""Name for `train-encoder --collection` -> reader of its folder."""
