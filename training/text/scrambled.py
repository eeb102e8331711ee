"""The finaliser of MurmurHash3, 32 bits; src/engine/decoding/scrambled.ts does exactly the same."""

from __future__ import annotations

import numpy as np


def scrambled(numbers: np.ndarray) -> np.ndarray:
    """Numbers that lie close together become ones that do not: integers to uint64 below 2**32."""
    low = np.uint64(0xFFFFFFFF)
    bits = np.asarray(numbers).astype(np.uint64) & low
    bits = ((bits ^ bits >> np.uint64(16)) * np.uint64(0x85EBCA6B)) & low
    bits = ((bits ^ bits >> np.uint64(13)) * np.uint64(0xC2B2AE35)) & low
    return bits ^ bits >> np.uint64(16)
