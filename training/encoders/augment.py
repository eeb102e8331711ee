"""Changes to a film for training: small moves, contrast, blur, and whole turns for the heads."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ..findings import ORIENTATIONS

UPRIGHT = ORIENTATIONS.index("upright")
INVERTED = ORIENTATIONS.index("inverted")


@dataclass(frozen=True)
class AugmentOptions:
    """Ranges of the random changes."""

    rotate_degrees: float = 10.0
    scale: float = 0.12
    shift: float = 0.06
    stretch: float = 0.08
    contrast: float = 0.25
    gamma: float = 0.25
    blur: float = 0.25
    noise: float = 0.1


def turn(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """The upright film as it looks when given in `orientation` (index into ORIENTATIONS)."""
    if orientation == INVERTED:
        return 255 - pixels
    return np.ascontiguousarray(np.rot90(pixels, k=-orientation))


def augment(
    pixels: np.ndarray, side: int, rng: np.random.Generator, options: AugmentOptions
) -> np.ndarray:
    """uint8 [s, s] -> uint8 [side, side]: one affine move, then grey-scale changes and blur."""
    size = pixels.shape[0]
    angle = np.deg2rad(rng.uniform(-options.rotate_degrees, options.rotate_degrees))
    zoom = np.exp(rng.uniform(-options.scale, options.scale)) * side / size
    stretch = np.exp(rng.uniform(-options.stretch, options.stretch))
    matrix = np.array(
        [
            [zoom * stretch * np.cos(angle), -zoom * np.sin(angle), 0.0],
            [zoom * stretch * np.sin(angle), zoom * np.cos(angle), 0.0],
        ]
    )
    centre = (size - 1) / 2
    shift = rng.uniform(-options.shift, options.shift, 2) * side
    matrix[:, 2] = (side - 1) / 2 + shift - matrix[:, :2] @ np.array([centre, centre])
    moved = cv2.warpAffine(
        pixels, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
    )
    if rng.random() < options.blur:
        if rng.random() < 0.5:
            moved = cv2.GaussianBlur(moved, (0, 0), rng.uniform(0.4, 1.2) * side / 224)
        else:
            coarse = int(side * rng.uniform(0.45, 0.8))
            moved = cv2.resize(moved, (coarse, coarse), interpolation=cv2.INTER_AREA)
            moved = cv2.resize(moved, (side, side), interpolation=cv2.INTER_LINEAR)
    gain = np.exp(rng.uniform(-options.contrast, options.contrast))
    gamma = np.exp(rng.uniform(-options.gamma, options.gamma))
    offset = rng.uniform(-0.08, 0.08)
    table = np.linspace(0, 1, 256) ** gamma
    table = (table - 0.5) * gain + 0.5 + offset
    moved = cv2.LUT(moved, (table.clip(0, 1) * 255).round().astype(np.uint8))
    if rng.random() < options.noise:
        grain = rng.normal(scale=rng.uniform(1, 8), size=moved.shape)
        moved = (moved + grain).clip(0, 255).astype(np.uint8)
    return moved
