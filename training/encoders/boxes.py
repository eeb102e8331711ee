"""Boxes that radiologists drew on NIH films, and how well a map points at them.

An encoder can gain on every AUROC and see less of where a finding lies: what it knows may come from
all over the film. The app shows its class activation, so that is measured too.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from ..data.film import read_film
from ..data.sources import read_nih
from ..findings import FINDING_INDEX
from .inference import film_batch
from .network import FilmEncoder

BOXES = "nih_boxes.csv"
FINE = 96
"""Places along a side at which a map is compared with boxes."""


@dataclass(frozen=True)
class Boxed:
    """A film and the boxes of one finding on it: x, y, width, height as fractions of the film."""

    path: Path
    finding: str
    boxes: tuple[tuple[float, float, float, float], ...]
    held_out: bool = False
    """Whether the patient is one of validation."""

    @property
    def share(self) -> float:
        """Share of the film that the boxes cover (their union, on a fine grid)."""
        return float(np.mean(self._inside(*_places(200))))

    def _inside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        hit = np.zeros(np.shape(x), bool)
        for left, top, width, height in self.boxes:
            hit |= (x >= left) & (x <= left + width) & (y >= top) & (y <= top + height)
        return hit

    def hit_by(self, cells: np.ndarray) -> bool:
        """Whether the middle of the highest cell of a map [h, w] lies in a box."""
        row, column = np.unravel_index(int(cells.argmax()), cells.shape)
        x, y = (column + 0.5) / cells.shape[1], (row + 0.5) / cells.shape[0]
        return bool(self._inside(np.array(x), np.array(y)))

    def found_by(self, cells: np.ndarray) -> float | None:
        """AUROC of a map [h, w], enlarged, for the places inside the boxes against those outside;
        0.5 is chance, None where the boxes hold no place or all."""
        inside = self._inside(*_places(FINE)).ravel()
        if inside.all() or not inside.any():
            return None
        fine = cv2.resize(cells.astype(np.float32), (FINE, FINE), interpolation=cv2.INTER_CUBIC)
        return float(roc_auc_score(inside, fine.ravel()))


def _places(count: int) -> tuple[np.ndarray, np.ndarray]:
    """x and y of the middles of a grid of count x count cells over a film, as fractions of it."""
    middles = (np.arange(count) + 0.5) / count
    x, y = np.meshgrid(middles, middles)
    return x, y


def read_boxes(data: Path) -> list[Boxed]:
    """nih_boxes.csv, the boxes of one film and finding together."""
    found: dict[tuple[str, str], list[tuple[float, float, float, float]]] = {}
    with (data / BOXES).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            box = tuple(float(row[key]) for key in ("x", "y", "width", "height"))
            found.setdefault((row["file"], row["finding"]), []).append(box)
    held_out = {film.path for film in read_nih(data) if film.split == "val"}
    return [
        Boxed(data / name, kind, tuple(boxes), data / name in held_out)
        for (name, kind), boxes in found.items()
    ]


@torch.inference_mode()
def activations(features: torch.Tensor, model: FilmEncoder) -> torch.Tensor:
    """Class activation of each finding [n, 17, h, w] of feature maps [n, C, h, w], without the head's
    bias."""
    return torch.einsum("nchw,fc->nfhw", features.float(), model.findings.weight)


@torch.inference_mode()
def box_figures(model: FilmEncoder, side: int, data: Path) -> dict[str, float]:
    """How the class activations of boxed findings point at their boxes: `films`, `covered` (share of a
    film in the boxes), `pointed` (the highest cell lies in one), `areaAuroc` (mean of `found_by`).

    Films of training patients are among them; no box was ever shown in training. Empty without boxes.
    """
    if not (data / BOXES).exists():
        return {}
    boxed = read_boxes(data)
    device = next(model.parameters()).device
    model.eval()
    pointed, areas = [], []
    for item in boxed:
        film = film_batch([read_film(item.path, side)], side).to(device)
        maps = activations(model.feature_map(film), model)[0].cpu().numpy()
        cells = maps[FINDING_INDEX[item.finding]]
        pointed.append(item.hit_by(cells))
        areas.append(item.found_by(cells))
    return {
        "films": len(boxed),
        "covered": round(float(np.mean([item.share for item in boxed])), 4),
        "pointed": round(float(np.mean(pointed)), 4),
        "areaAuroc": round(float(np.mean([area for area in areas if area is not None])), 4),
    }
