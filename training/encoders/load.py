"""Opening a trained encoder: a checkpoint of `train-encoder` or an exported pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from ..packs.pack import read_pack
from .efficientnet_lite import EfficientNetLite
from .weights import set_weights


def latest_checkpoint(folder: Path) -> Path:
    """`epochN.pt` of the highest N. Raises FileNotFoundError when there is none."""
    found = sorted(folder.glob("epoch*.pt"), key=lambda path: int(path.stem[len("epoch") :]))
    if not found:
        raise FileNotFoundError(f"no epoch*.pt in {folder}; run train-encoder first")
    return found[-1]


def load_checkpoint(path: Path) -> EfficientNetLite:
    """The averaged weights of a checkpoint, in evaluation mode."""
    model = EfficientNetLite()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True)["model"])
    return model.eval().to(memory_format=torch.channels_last)


def load_pack(folder: Path) -> tuple[EfficientNetLite, dict[str, Any]]:
    """The network with the pack's dequantised weights, and its manifest."""
    manifest, values = read_pack(folder)
    model = EfficientNetLite()
    set_weights(model, values)
    return model.eval().to(memory_format=torch.channels_last), manifest
