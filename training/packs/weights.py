"""weights.bin: int8 per output channel for kernels and embeddings, float16 or float32 for the rest.

Every tensor starts at a multiple of 4 bytes, little endian. An int8 tensor is q * scale[channel],
its float32 scales lie in the same file. The table of names, shapes, types and offsets stands in the
manifest (`weights`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

ALIGNMENT = 4
CLIPS = np.linspace(0.7, 1.0, 13)
"""Fractions of the largest weight tried as a channel's clipping point."""
MAX_RANK = 4


class Weight(Protocol):
    """A tensor to store: float32 `values`; `axis` is the output-channel axis for int8, or None."""

    values: np.ndarray
    axis: int | None


@dataclass(frozen=True)
class PackWeight:
    """The plain form of Weight."""

    values: np.ndarray
    axis: int | None = None


def quantise(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """float32 tensor -> int8 tensor and float32 scale for each index along `axis`.

    Symmetric; each channel takes the clipping point of least squared error. A channel of zeros has
    scale 1.
    """
    rows = np.moveaxis(values, axis, 0).reshape(values.shape[axis], -1).astype(np.float64)
    peak = np.abs(rows).max(axis=1)
    best = np.where(peak > 0, peak / 127, 1.0)
    least = np.full(len(rows), np.inf)
    for clip in CLIPS:
        scale = np.where(peak > 0, clip * peak / 127, 1.0).astype(np.float32).astype(np.float64)
        rounded = np.clip(np.round(rows / scale[:, None]), -127, 127)
        error = ((rounded * scale[:, None] - rows) ** 2).sum(axis=1)
        best = np.where(error < least, scale, best)
        least = np.minimum(error, least)
    shape = [1] * values.ndim
    shape[axis] = -1
    quantised = np.clip(np.round(values / best.reshape(shape)), -127, 127).astype(np.int8)
    return quantised, best.astype(np.float32)


def pack_weights(
    weights: dict[str, Weight], rest: str = "float16"
) -> tuple[bytes, list[dict[str, Any]]]:
    """The bytes of weights.bin and its table, in the order of `weights`.

    `rest` is the type of tensors without an axis. Raises ValueError for a tensor that is not finite
    or has more than four axes.
    """
    blob = bytearray()
    table: list[dict[str, Any]] = []

    def append(array: np.ndarray) -> int:
        blob.extend(b"\0" * (-len(blob) % ALIGNMENT))
        offset = len(blob)
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        blob.extend(np.ascontiguousarray(little).tobytes())
        return offset

    for name, weight in weights.items():
        values = np.asarray(weight.values, np.float32)
        if not np.isfinite(values).all() or values.ndim > MAX_RANK or values.size == 0:
            raise ValueError(f"{name}: shape {values.shape}, finite {np.isfinite(values).all()}")
        entry: dict[str, Any] = {"name": name, "shape": list(values.shape)}
        if weight.axis is None:
            fits = rest != "float16" or np.abs(values).max() < np.finfo(np.float16).max
            dtype = rest if fits else "float32"
            entry |= {"dtype": dtype, "offset": append(values.astype(dtype))}
        else:
            quantised, scale = quantise(values, weight.axis)
            entry |= {"dtype": "int8", "offset": append(quantised)}
            entry["scale"] = {"axis": weight.axis, "offset": append(scale)}
        table.append(entry)
    blob.extend(b"\0" * (-len(blob) % ALIGNMENT))
    return bytes(blob), table


def unpack_weights(blob: bytes, table: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """Dequantised float32 tensors by name. Raises ValueError when the table leaves the file."""
    result = {}
    for entry in table:
        shape = tuple(entry["shape"])
        dtype = np.dtype(entry["dtype"]).newbyteorder("<")
        size = int(np.prod(shape))
        if entry["offset"] + size * dtype.itemsize > len(blob):
            raise ValueError(f"{entry['name']}: beyond the end of the file")
        values = np.frombuffer(blob, dtype, size, entry["offset"]).reshape(shape)
        values = values.astype(np.float32)
        if "scale" in entry:
            axis = entry["scale"]["axis"]
            scale = np.frombuffer(blob, "<f4", shape[axis], entry["scale"]["offset"])
            broadcast = [1] * len(shape)
            broadcast[axis] = -1
            values = values * scale.reshape(broadcast)
        result[entry["name"]] = values
    return result
