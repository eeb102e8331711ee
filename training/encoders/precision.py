"""bfloat16 where the machine has instructions for it."""

from __future__ import annotations

from functools import cache

import torch


@cache
def has_bf16(device_type: str) -> bool:
    """Whether a device, `cpu` or `cuda`, computes in bfloat16 by instructions of its own.

    A CPU without them emulates it: with AVX2 alone, looking at a film took the three encoders 6 to 7
    times as long as in float32.
    """
    if device_type == "cpu":
        able = torch.cpu.get_capabilities()
        return any(has for name, has in able.items() if name.endswith("bf16"))
    return torch.cuda.is_bf16_supported(including_emulation=False)


def mixed_precision(device: torch.device, wanted: bool = True) -> torch.autocast:
    """The context in which a network runs in bfloat16 if that is wanted and the device has it."""
    enabled = wanted and has_bf16(device.type)
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=enabled)
