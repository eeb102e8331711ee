"""Films without pictures, for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.data.film import Film
from training.findings import FINDINGS


def film(name: str, shown: int | None = None, source: str = "nih") -> Film:
    """A film of which all findings are known but the last; it shows the given one."""
    labels, weights = np.zeros(len(FINDINGS), np.float32), np.ones(len(FINDINGS), np.float32)
    weights[-1] = 0
    if shown is not None:
        labels[shown] = 1
    return Film(Path(f"/somewhere/{name}.png"), source, name, "train", 0, labels, weights)
