"""Which films each sample study is composed of."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from ..data.film import read_film

WORKING_SIDE = 256


@dataclass(frozen=True)
class FilmChoice:
    """The films that one picture of a study is composed of, and how the picture is finished."""

    view: str
    """'frontal' or 'lateral'."""
    label: str
    """A name of the gold labels of IU: the film's only label unless `among_others`."""
    among_others: bool = False
    nih_effusion: bool = False
    """Also take the effusion films of nih_effusion."""
    denser_side: str | None = None
    """'left' or 'right' half of the picture: take the films whose lower lung is densest there."""
    denser_share: float = 0.12
    """The part of the films that `denser_side` leaves."""
    stiffness: float = 1.0
    """How little films may bend; see `register`."""
    aspect: float = 1.0
    """Width over height of the picture; IU films were squeezed to a square, this undoes it."""
    films: int = 48
    """How many films are averaged (30 or more)."""
    anchor_rank: int = 0
    """Which of the films nearest to the mean the registration starts from."""
    seed: int = 1


@dataclass(frozen=True)
class SampleStudy:
    """One study of the sample shelf."""

    id: str
    title: str
    description: str
    finding: str
    frontal: FilmChoice
    lateral: FilmChoice | None = field(default=None)


STUDIES: tuple[SampleStudy, ...] = (
    SampleStudy(
        id="normal",
        title="Normal chest",
        description="Clear lungs, heart of normal size. Frontal and lateral.",
        finding="No Finding",
        frontal=FilmChoice("frontal", "Normal", aspect=1.0, seed=3),
        lateral=FilmChoice("lateral", "Normal", aspect=0.84, seed=5),
    ),
    SampleStudy(
        id="cardiomegaly",
        title="Enlarged heart",
        description="Heart wider than half the chest. Frontal and lateral.",
        finding="Cardiomegaly",
        frontal=FilmChoice("frontal", "Cardiomegaly", aspect=1.0, seed=7),
        lateral=FilmChoice("lateral", "Cardiomegaly", aspect=0.84, seed=9),
    ),
    SampleStudy(
        id="effusion",
        title="Pleural effusion",
        description="Fluid at the base of the left lung. Frontal only.",
        finding="Effusion",
        frontal=FilmChoice(
            "frontal",
            "Effusion",
            among_others=True,
            nih_effusion=True,
            denser_side="right",
            denser_share=0.09,
            films=36,
            seed=11,
        ),
    ),
    SampleStudy(
        id="emphysema",
        title="Hyperexpanded lungs",
        description="Large lungs over low, flat diaphragms. Frontal and lateral.",
        finding="Emphysema",
        frontal=FilmChoice("frontal", "Emphysema", aspect=0.92, films=36, seed=13),
        lateral=FilmChoice("lateral", "Emphysema", aspect=0.84, films=40, seed=15),
    ),
)


def _rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def film_paths(choice: FilmChoice, data: Path, limit: int = 700) -> list[Path]:
    """Candidate films of a choice, training splits only, at most `limit` of each collection."""
    found = []
    for row in _rows(data / "iu_more" / "images.csv"):
        labels = row["labels_gold14"].split("|")
        fits = choice.label in labels if choice.among_others else labels == [choice.label]
        if fits and row["split"] != "val" and row["view"] == choice.view.upper():
            found.append(data / "iu_more" / "images" / row["file"])
    found = found[:limit]
    if choice.nih_effusion:
        rows = _rows(data / "nih_effusion" / "labels.csv")
        files = [r["file"] for r in rows if r["labels"] == choice.label and r["split"] == "train"]
        found += [data / "nih_effusion" / "images" / name for name in files[:limit]]
    return found


def contrast_stretched(pixels: np.ndarray) -> np.ndarray:
    """uint8 film -> float32 where the 2nd and 98th percentile of its middle are 0 and 1."""
    middle = pixels[20:-20, 20:-20]
    low, high = np.percentile(middle, [2, 98])
    return np.clip((pixels - low) / max(high - low, 1.0), -0.3, 1.3).astype(np.float32)


def load_films(paths: list[Path]) -> np.ndarray:
    """float32 [n, 256, 256], contrast stretched; a film that is there twice is taken once."""
    films = np.stack([contrast_stretched(read_film(path, WORKING_SIDE)) for path in paths])
    return films[distinct(films)]


def distinct(films: np.ndarray, side: int = 48, equal: float = 0.998) -> np.ndarray:
    """Indices of the films, without copies of an earlier one."""
    between = correlations(films, side)
    copies = np.tril(between > equal, k=-1).any(axis=1)
    return np.nonzero(~copies)[0]


def unit_rows(films: np.ndarray, side: int) -> np.ndarray:
    """Each film at side x side as a row of mean 0 and norm 1; dot products are correlations."""
    size = (side, side)
    small = [cv2.resize(film, size, interpolation=cv2.INTER_AREA).ravel() for film in films]
    rows = np.stack([row - row.mean() for row in small])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def correlations(films: np.ndarray, side: int) -> np.ndarray:
    """Normalised correlation [n, n] of each film with each, at side x side."""
    rows = unit_rows(films, side)
    return rows @ rows.T


def denser_lower_lung(films: np.ndarray, side: str) -> np.ndarray:
    """For aligned films [n, 256, 256]: how much denser the lower outer lung of one side is."""
    zone = films[:, 140:205]
    left, right = zone[:, :, 40:90].mean((1, 2)), zone[:, :, 166:216].mean((1, 2))
    difference = left - right
    return difference if side == "left" else -difference


def smooth(picture: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian blur, borders reflected."""
    return cv2.GaussianBlur(picture, (0, 0), sigma)
