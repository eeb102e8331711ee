"""The encoder as it ships: quantised weights whose biases take back the mean error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from ..data.film import Film, normalise
from ..packs.weights import PackWeight, pack_weights, unpack_weights
from .efficientnet_lite import EfficientNetLite
from .inference import at_side
from .weights import folded_weights, layers, set_weights

CALIBRATION_FILMS = 192


def dequantised(weights: dict[str, PackWeight], fresh: EfficientNetLite) -> EfficientNetLite:
    """`fresh` with these weights after a round trip through weights.bin."""
    set_weights(fresh, unpack_weights(*pack_weights(weights)))
    return fresh.eval().to(memory_format=torch.channels_last)


def calibration_films(films: list[Film], pixels: np.ndarray, side: int) -> torch.Tensor:
    """Training films spread evenly over the collections, normalised [n, 1, side, side]."""
    rows = [index for index, film in enumerate(films) if film.split == "train"]
    rows = rows[:: max(1, len(rows) // CALIBRATION_FILMS)][:CALIBRATION_FILMS]
    chosen = np.stack([at_side(pixels[row], side) for row in rows])
    return torch.from_numpy(normalise(chosen)).unsqueeze(1)


@torch.inference_mode()
def shipped_weights(
    exact: EfficientNetLite, fresh: EfficientNetLite, films: torch.Tensor
) -> dict[str, PackWeight]:
    """The weights for the pack: those of `exact`, with corrected biases.

    Layer after layer from the input on, the bias moves until the quantised network's mean output
    over `films` is the exact one's (Nagel et al. 2019, "Data-free quantization through weight
    equalization and bias correction", the empirical form). `fresh` is used for the work.
    """
    weights = folded_weights(exact)
    packed = dequantised(weights, fresh)
    films = films.contiguous(memory_format=torch.channels_last)
    wanted = _mean_outputs(exact, films)
    for name, layer in layers(packed):
        layer.norm.bias.add_(wanted[name] - _mean_outputs(packed, films)[name])
        weights[f"{name}.bias"] = PackWeight(layer.norm.bias.numpy().copy())
    return weights


def _mean_outputs(model: EfficientNetLite, films: torch.Tensor) -> dict[str, torch.Tensor]:
    """Mean of every convolution's output by channel, before its activation."""
    means: dict[str, torch.Tensor] = {}

    def keep(name: str) -> Callable[[nn.Module, object, torch.Tensor], None]:
        return lambda _module, _inputs, output: means.update({name: output.mean(dim=(0, 2, 3))})

    hooks = [layer.norm.register_forward_hook(keep(name)) for name, layer in layers(model)]
    model(films)
    for hook in hooks:
        hook.remove()
    return means
