"""One labelled film, and the preparation every film goes through."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from ..findings import FINDING_INDEX, FINDINGS, NIH_FINDINGS, NO_FINDING

UNKNOWN_VIEW = -1
MEAN = 0.5
STD = 0.25


def unknown_labels() -> tuple[np.ndarray, np.ndarray]:
    """Labels (float32 [17], zeros) and weights (float32 [17], zeros: nothing is known)."""
    return np.zeros(len(FINDINGS), np.float32), np.zeros(len(FINDINGS), np.float32)


@dataclass
class Film:
    """A film of a collection with what is known about it."""

    path: Path
    source: str
    patient: str
    split: str
    """'train' or 'val'; a patient is never in both."""
    view: int
    """Index into VIEWS, or UNKNOWN_VIEW."""
    labels: np.ndarray
    """float32 [17], 1 = asserted."""
    weights: np.ndarray
    """float32 [17], weight of each label in the loss; 0 = not known."""
    study: str = ""
    stated_split: str = ""
    """IU only: 'train', 'val' or 'none' as the collection has it (those in none train here)."""
    keywords: frozenset[str] = field(default_factory=frozenset)
    """ROCO only: the findings its keyword column names."""


def nih_labels(names: str) -> tuple[np.ndarray, np.ndarray]:
    """Labels and weights for a '|'-joined NIH label text: 14 findings and No Finding are known."""
    labels, weights = unknown_labels()
    for name in (*NIH_FINDINGS, NO_FINDING):
        weights[FINDING_INDEX[name]] = 1.0
    for name in names.split("|"):
        if name in FINDING_INDEX:
            labels[FINDING_INDEX[name]] = 1.0
    return labels, weights


def hash_fraction(text: str) -> float:
    """A number in [0, 1) that depends on the text alone (for splits that never change)."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 16**8


def grey(image: Image.Image) -> np.ndarray:
    """Grey pixels, uint8 [h, w]: luma of colour, alpha laid over black, 16 bit scaled to 8."""
    if image.mode.startswith("I;16") or image.mode == "I":
        return (np.asarray(image).astype(np.float64) / 257.0).round().clip(0, 255).astype(np.uint8)
    if image.mode in ("LA", "RGBA", "PA") or "transparency" in image.info:
        rgba = np.asarray(image.convert("RGBA")).astype(np.float64)
        colour = rgba[..., :3] * rgba[..., 3:] / 255.0
    elif image.mode in ("L", "1"):
        return np.asarray(image.convert("L"))
    else:
        colour = np.asarray(image.convert("RGB")).astype(np.float64)
    luma = colour @ np.array([0.299, 0.587, 0.114])
    return luma.round().clip(0, 255).astype(np.uint8)


def squeeze(pixels: np.ndarray, size: int) -> np.ndarray:
    """uint8 [h, w] -> uint8 [size, size], the whole film, separable triangle filter (antialias)."""
    image = Image.fromarray(pixels)
    return np.asarray(image.resize((size, size), Image.Resampling.BILINEAR))


def read_film(path: Path, size: int) -> np.ndarray:
    """The film of an image file as uint8 [size, size]. Raises OSError when it cannot be read."""
    with Image.open(path) as image:
        image.load()
        return squeeze(grey(image), size)


def normalise(pixels: np.ndarray) -> np.ndarray:
    """uint8 [..., h, w] -> float32, (x / 255 - 0.5) / 0.25."""
    return ((pixels.astype(np.float32) / 255.0) - MEAN) / STD
