"""Cached encoder output of the IU films: feature maps and finding logits by file name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.findings import FINDINGS


class FilmFeatures:
    """Read-only view of a features folder (written by `python -m training features`).

    maps [n, 49, C] float16 stay on disk (memory-mapped); logits [n, 17] float32 are in memory.
    """

    def __init__(self, folder: Path) -> None:
        self.maps = np.load(folder / "maps.npy", mmap_mode="r")
        self.logits = np.load(folder / "logits.npy").astype(np.float32)
        with (folder / "films.json").open(encoding="utf-8") as file:
            self.row = {name: row for row, name in enumerate(json.load(file))}
        if self.maps.ndim != 3 or self.logits.shape != (len(self.maps), len(FINDINGS)):
            raise ValueError(f"{folder}: maps {self.maps.shape}, logits {self.logits.shape}")

    @property
    def channels(self) -> int:
        """Channels of the feature map."""
        return int(self.maps.shape[2])

    def map_of(self, films: Sequence[str]) -> Tensor:
        """Maps [B, 49, C] float32 of the named films."""
        rows = [self.row[film] for film in films]
        return torch.from_numpy(self.maps[rows].astype(np.float32))

    def logits_of(self, films: Sequence[str]) -> Tensor:
        """Finding logits [B, 17] of the named films."""
        return torch.from_numpy(self.logits[[self.row[film] for film in films]])
