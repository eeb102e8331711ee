"""Running an encoder over many films."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import torch

from ..data.film import normalise, squeeze
from .network import FilmEncoder
from .precision import mixed_precision


@dataclass
class Logits:
    """float32 arrays of the three heads: [n, 17], [n, 3], [n, 5]."""

    findings: np.ndarray
    view: np.ndarray
    orientation: np.ndarray


def at_side(pixels: np.ndarray, side: int) -> np.ndarray:
    """uint8 [s, s] -> [side, side] by the product's resampling (a no-op at that size)."""
    return pixels if pixels.shape == (side, side) else squeeze(pixels, side)


def film_batch(films: Iterable[np.ndarray], side: int) -> torch.Tensor:
    """uint8 films -> float32 [n, 1, side, side], squeezed and normalised as encoders take them."""
    squeezed = np.stack([at_side(film, side) for film in films])
    batch = torch.from_numpy(normalise(squeezed)).unsqueeze(1)
    return batch.contiguous(memory_format=torch.channels_last)


@torch.inference_mode()
def run(
    model: FilmEncoder, pixels: np.ndarray, side: int, bf16: bool = False, size: int = 64
) -> Logits:
    """Logits for uint8 films [n, s, s], squeezed to `side`."""
    cv2.setNumThreads(1)
    model.eval()
    device = next(model.parameters()).device
    parts: list[tuple[torch.Tensor, ...]] = []
    for start in range(0, len(pixels), size):
        films = film_batch(pixels[start : start + size], side).to(device)
        with mixed_precision(device, bf16):
            output = model(films)
        heads = (output.findings, output.view, output.orientation)
        parts.append(tuple(head.float().cpu() for head in heads))
    return Logits(*(torch.cat(column).numpy() for column in zip(*parts, strict=True)))
