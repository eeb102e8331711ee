"""Readers of the collections: each gives a list of Film, with splits by patient."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from ..findings import FINDING_INDEX, FINDINGS, NIH_FINDINGS, NO_FINDING, VIEWS
from ..text.labeller import label
from .film import UNKNOWN_VIEW, Film, hash_fraction, nih_labels, unknown_labels

FRONTAL = VIEWS.index("frontal")
LATERAL = VIEWS.index("lateral")
VAL_FRACTION = 0.1

ROCO_KEYWORDS = {
    "effusion": "Effusion",
    "pneumothorax": "Pneumothorax",
    "normal": NO_FINDING,
    "cardiomegaly": "Cardiomegaly",
    "edema": "Edema",
    "pneumonia": "Pneumonia",
    "nodule": "Nodule",
    "atelectasis": "Atelectasis",
    "fracture": "Fracture",
}
IU_DEVICES = (
    "Catheters, Indwelling",
    "Surgical Instruments",
    "Tube, Inserted",
    "Implanted Medical Device",
    "Medical Device",
    "Stents",
    "Sutures",
)
ABSENT_FROM_CAPTION_WEIGHT = 0.5
"""Captions are incomplete: what one does not mention counts as absent with this weight."""


def _rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def read_iu(data: Path) -> list[Film]:
    """IU films (frontal and lateral): 14 gold findings and normal of the study; fracture, devices
    and hernia also from its MeSH problems. Studies outside the R2Gen splits are for training."""
    films = []
    for row in _rows(data / "iu_more" / "images.csv"):
        labels, weights = unknown_labels()
        weights[:] = 1.0
        for name in row["labels_gold14"].split("|"):
            name = NO_FINDING if name == "Normal" else name
            if name in FINDING_INDEX:
                labels[FINDING_INDEX[name]] = 1.0
        problems = set(row["problems"].split("|"))
        labels[FINDING_INDEX["Fracture"]] = float("Fractures, Bone" in problems)
        labels[FINDING_INDEX["Support_Devices"]] = float(bool(problems & set(IU_DEVICES)))
        if problems & {"Hernia, Hiatal", "Hernia, Diaphragmatic"}:
            labels[FINDING_INDEX["Hernia"]] = 1.0
        films.append(
            Film(
                path=data / "iu_more" / "images" / row["file"],
                source="iu",
                patient=f"iu-{row['uid']}",
                split="val" if row["split"] == "val" else "train",
                view=FRONTAL if row["view"] == "FRONTAL" else LATERAL,
                labels=labels,
                weights=weights,
                study=row["uid"],
                stated_split=row["split"],
            )
        )
    return films


def _nih_splits(data: Path) -> dict[str, str]:
    """Patient -> split as nih_128, nih_more and nih_effusion state it; val wins."""
    splits: dict[str, str] = {}
    for folder in ("nih_128", "nih_more", "nih_effusion"):
        for row in _rows(data / folder / "labels.csv"):
            if row["patient"] and splits.get(row["patient"]) != "val":
                splits[row["patient"]] = row["split"]
    return splits


def read_nih(data: Path) -> list[Film]:
    """nih, nih_128 and nih_more: 14 findings and No Finding; one split for all by patient."""
    splits = _nih_splits(data)
    films = []
    for folder in ("nih", "nih_128", "nih_more"):
        for row in _rows(data / folder / "labels.csv"):
            patient = row["patient"]
            split = splits.get(patient)
            if split is None:
                split = "val" if hash_fraction(f"nih-{patient}") < VAL_FRACTION else "train"
            labels, weights = nih_labels(row["labels"])
            films.append(
                Film(
                    path=data / folder / "images" / row["file"],
                    source=folder,
                    patient=f"nih-{patient}",
                    split=split,
                    view=FRONTAL,
                    labels=labels,
                    weights=weights,
                )
            )
    return films


def read_nih_effusion(data: Path) -> list[Film]:
    """nih_effusion: Effusion and No Finding; for training only, known val patients left out."""
    splits = _nih_splits(data)
    films = []
    for row in _rows(data / "nih_effusion" / "labels.csv"):
        if row["patient"] and splits.get(row["patient"]) == "val":
            continue
        labels, weights = unknown_labels()
        effusion = row["labels"] == "Effusion"
        for name in ("Effusion", NO_FINDING):
            weights[FINDING_INDEX[name]] = 1.0
        labels[FINDING_INDEX["Effusion" if effusion else NO_FINDING]] = 1.0
        if not effusion:
            for name in NIH_FINDINGS:
                weights[FINDING_INDEX[name]] = 1.0
        films.append(
            Film(
                path=data / "nih_effusion" / "images" / row["file"],
                source="nih_effusion",
                patient=f"nih-{row['patient']}" if row["patient"] else f"effusion-{row['file']}",
                split="train",
                view=FRONTAL,
                labels=labels,
                weights=weights,
            )
        )
    return films


def read_roco(data: Path) -> list[Film]:
    """roco: findings asserted in the caption or named by a keyword that the caption does not
    negate; the view is not known. Split by hash of the file name, 10 % val."""
    films = []
    for row in _rows(data / "roco" / "captions.csv"):
        labels, weights = unknown_labels()
        weights[:] = ABSENT_FROM_CAPTION_WEIGHT
        verdicts = label(row["caption"])
        keywords = {ROCO_KEYWORDS[k] for k in row["keywords"].split("|") if k in ROCO_KEYWORDS}
        for name in keywords:
            verdicts.setdefault(name, "present")
        for name, verdict in verdicts.items():
            index = FINDING_INDEX[name]
            labels[index] = float(verdict == "present")
            weights[index] = 0.0 if verdict == "uncertain" else 1.0
        val = hash_fraction(f"roco-{row['file']}") < VAL_FRACTION
        films.append(
            Film(
                path=data / "roco" / "images" / row["file"],
                source="roco",
                patient=f"roco-{row['file']}",
                split="val" if val else "train",
                view=UNKNOWN_VIEW,
                labels=labels,
                weights=weights,
                keywords=frozenset(keywords),
            )
        )
    return films


def read_kermany(data: Path) -> list[Film]:
    """kermany: children's films, pneumonia against normal, at half weight; split by patient."""
    films = []
    for row in _rows(data / "kermany" / "labels.csv"):
        normal = row["label"] == "normal"
        labels, weights = unknown_labels()
        for name in ("Pneumonia", NO_FINDING):
            weights[FINDING_INDEX[name]] = 0.5
        labels[FINDING_INDEX[NO_FINDING if normal else "Pneumonia"]] = 1.0
        val = hash_fraction(f"kermany-{row['patient']}") < VAL_FRACTION
        films.append(
            Film(
                path=data / "kermany" / "images" / row["file"],
                source="kermany",
                patient=f"kermany-{row['patient']}",
                split="val" if val else "train",
                view=FRONTAL,
                labels=labels,
                weights=weights,
            )
        )
    return films


def _covid_film(path: Path, source: str, patient: str, split: str, view: str, finding: str) -> Film:
    labels, weights = unknown_labels()
    if finding == NO_FINDING:
        labels[FINDING_INDEX[NO_FINDING]] = 1.0
        for name in (*NIH_FINDINGS, NO_FINDING):
            weights[FINDING_INDEX[name]] = 1.0
    else:
        labels[FINDING_INDEX["Pneumonia"]] = 1.0
        weights[FINDING_INDEX["Pneumonia"]] = 0.3 if "COVID" in finding else 1.0
        weights[FINDING_INDEX[NO_FINDING]] = 0.3 if "COVID" in finding else 1.0
    lateral = view.upper() in ("L", "LATERAL")
    return Film(path, source, patient, split, LATERAL if lateral else FRONTAL, labels, weights)


def read_covid(data: Path) -> list[Film]:
    """covid and covid_more: pneumonia (at low weight where only COVID-19 is stated), the view."""
    films = []
    for row in _rows(data / "covid" / "metadata.csv"):
        val = hash_fraction(f"covid-{row['patient']}") < VAL_FRACTION
        path = data / "covid" / "images" / row["file"]
        patient = f"covid-{row['patient']}"
        split = "val" if val else "train"
        films.append(_covid_film(path, "covid", patient, split, row["view"], row["finding"]))
    for row in _rows(data / "covid_more" / "labels.csv"):
        path = data / "covid_more" / "images" / row["file"]
        patient = f"covid-more-{row['patient']}"
        films.append(
            _covid_film(path, "covid_more", patient, row["split"], row["view"], row["labels"])
        )
    return films


READERS: dict[str, Callable[[Path], list[Film]]] = {
    "iu": read_iu,
    "nih": read_nih,
    "nih_effusion": read_nih_effusion,
    "roco": read_roco,
    "kermany": read_kermany,
    "covid": read_covid,
}


def read_all(data: Path) -> list[Film]:
    """Every film of every collection that lies under `data`, in a fixed order.

    Raises ValueError when a patient would be in both splits.
    """
    films = [film for reader in READERS.values() for film in reader(data)]
    train = {film.patient for film in films if film.split == "train"}
    both = {film.patient for film in films if film.split == "val"} & train
    if both:
        raise ValueError(f"patients in train and val: {sorted(both)[:5]}")
    assert all(film.labels.shape == (len(FINDINGS),) for film in films)
    return films
