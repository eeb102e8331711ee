"""Parity goldens: what the exported network gives in float32 with its dequantised weights."""

from __future__ import annotations

from math import gcd
from pathlib import Path
from typing import Any

import numpy as np

from .pack import write_json

MAX_VALUES = 256


def generated_pixels(height: int, width: int) -> np.ndarray:
    """uint8 [height, width]: (i * 7919) mod 256 at flat index i, row by row."""
    index = np.arange(height * width, dtype=np.int64)
    return ((index * 7919) % 256).astype(np.uint8).reshape(height, width)


def tap(values: np.ndarray) -> dict[str, Any]:
    """{shape, stride, values}: every stride-th value of the flattened tensor, 256 at most.

    The stride has no factor in common with the last axis, so that all channels are seen.
    """
    flat = np.asarray(values, np.float64).ravel()
    stride = max(1, -(-flat.size // MAX_VALUES))
    while stride > 1 and gcd(stride, values.shape[-1]) > 1:
        stride += 1
    strided = [round(float(value), 7) for value in flat[::stride]]
    return {"shape": list(values.shape), "stride": stride, "values": strided}


def write_golden(folder: Path, head: dict[str, Any], cases: dict[str, Any], note: str = "") -> Path:
    """Write `folder/<id>.json`: {id, version, note, ...cases}; returns the path."""
    path = folder / f"{head['id']}.json"
    write_json(path, {"id": head["id"], "version": head["version"], "note": note, **cases})
    return path
