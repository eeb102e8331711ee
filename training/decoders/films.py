"""Cached encoder output of the IU films: feature maps and finding logits by file name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.encoders.scores import sigmoid
from training.encoders.sides import LOW_SUPPORT_SHARE
from training.findings import FINDINGS
from training.text.sides import FilmSides, Side


class FilmFeatures:
    """Read-only view of a features folder (written by `python -m training features`).

    maps [n, 49, C] float16 stay on disk (memory-mapped); logits [n, 17] float32 are in memory.
    calibration: of the findings, as the encoder's manifest holds it; without it no sides are known.
    """

    calibration: Sequence[Mapping[str, Any]] = ()

    def __init__(self, folder: Path, calibration: Sequence[Mapping[str, Any]] = ()) -> None:
        self.maps = np.load(folder / "maps.npy", mmap_mode="r")
        self.logits = np.load(folder / "logits.npy").astype(np.float32)
        self.left = np.load(folder / "left.npy")
        self.calibration = calibration
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

    def sides_of(self, frontal: str, lateral: str | None) -> FilmSides:
        """Where the frontal film shows the findings that are believed enough to be stated, as in
        src/engine/findings.ts."""
        films = [frontal, *([] if lateral is None else [lateral])]
        logits = self.logits[[self.row[film] for film in films]].mean(axis=0)
        shown: dict[str, Side] = {}
        told: dict[str, Side] = {}
        for index, cut in enumerate(self.calibration):
            left = float(self.left[self.row[frontal], index])
            probability = sigmoid(logits[index] / cut["temperature"] + cut["bias"])
            is_believed = probability >= LOW_SUPPORT_SHARE * cut["threshold"]
            share = max(left, 1 - left)
            if not (cut["judged"] and is_believed and share >= cut.get("sideShare", np.inf)):
                continue
            shown[cut["name"]] = "left" if left >= 0.5 else "right"
            if share >= cut.get("sideToldShare", np.inf):
                told[cut["name"]] = shown[cut["name"]]
        return FilmSides(shown, told)
