"""An encoder's weights under their pack names: TensorFlow layouts, batch norms folded in.

A norm that stands in front of a convolution cannot be folded: it is stored as `scale` and `offset`.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from ..packs.weights import PackWeight
from .convolutions import Convolution
from .network import FilmEncoder

CONV_AXIS = 3
DENSE_AXIS = 1


def _heads(model: FilmEncoder) -> list[tuple[str, nn.Linear]]:
    return [
        ("head.findings", model.findings),
        ("head.view", model.view),
        ("head.orientation", model.orientation),
    ]


def _kernel_axis(model: FilmEncoder, name: str, layer: Convolution) -> int | None:
    """The axis of the int8 scales; None for a kernel that stays float16."""
    return None if layer.depthwise or name.startswith(model.exact) else CONV_AXIS


@torch.no_grad()
def folded_weights(model: FilmEncoder) -> dict[str, PackWeight]:
    """All weights by pack name: kernels HWIO (depthwise [kh, kw, C, 1]) or [in, out], biases,
    scales and offsets of norms."""
    weights: dict[str, PackWeight] = {}
    for name, layer in model.convolutions():
        kernel, bias = layer.folded()
        order = (2, 3, 0, 1) if layer.depthwise else (2, 3, 1, 0)
        values = np.ascontiguousarray(kernel.permute(order).float().numpy())
        weights[f"{name}.kernel"] = PackWeight(values, _kernel_axis(model, name, layer))
        weights[f"{name}.bias"] = PackWeight(bias.float().numpy(), None)
    for name, norm in model.norms():
        scale, offset = norm.affine()
        weights[f"{name}.scale"] = PackWeight(scale.float().numpy(), None)
        weights[f"{name}.offset"] = PackWeight(offset.float().numpy(), None)
    for name, head in _heads(model):
        values = np.ascontiguousarray(head.weight.T.float().numpy())
        weights[f"{name}.kernel"] = PackWeight(values, DENSE_AXIS)
        weights[f"{name}.bias"] = PackWeight(head.bias.float().numpy(), None)
    return weights


@torch.no_grad()
def set_weights(model: FilmEncoder, values: dict[str, np.ndarray]) -> None:
    """Load folded arrays by pack name (for example dequantised ones), batch norms becoming plain
    biases. Raises ValueError when a shape differs, KeyError when a name is missing."""

    def put(target: torch.Tensor, array: np.ndarray, name: str) -> None:
        source = torch.from_numpy(np.array(array, np.float32, order="C"))
        if source.shape != target.shape:
            raise ValueError(f"{name}: shape {tuple(source.shape)}, not {tuple(target.shape)}")
        target.copy_(source)

    for name, layer in model.convolutions():
        order = (2, 3, 0, 1) if layer.depthwise else (3, 2, 0, 1)
        put(layer.conv.weight, values[f"{name}.kernel"].transpose(order), name)
        layer.unfold()
        put(layer.bias, values[f"{name}.bias"], name)
    for name, norm in model.norms():
        affine = torch.zeros(2, norm.norm.num_features)
        put(affine[0], values[f"{name}.scale"], name)
        put(affine[1], values[f"{name}.offset"], name)
        norm.set_affine(affine[0], affine[1])
    for name, head in _heads(model):
        put(head.weight, values[f"{name}.kernel"].T, name)
        put(head.bias, values[f"{name}.bias"], name)
