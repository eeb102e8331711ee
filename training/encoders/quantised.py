"""The encoder as it ships: quantised weights whose biases take back the mean error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from ..data.film import Film
from ..packs.weights import PackWeight, pack_weights, unpack_weights
from .inference import film_batch
from .network import FilmEncoder
from .weights import folded_weights, set_weights

CALIBRATION_FILMS = 192
Correction = Callable[[str, torch.Tensor, torch.Tensor], torch.Tensor]
"""(name of a convolution, its bias, its output) -> what goes on in place of the output."""


def dequantised(weights: dict[str, PackWeight], fresh: FilmEncoder) -> FilmEncoder:
    """`fresh` with these weights after a round trip through weights.bin."""
    set_weights(fresh, unpack_weights(*pack_weights(weights)))
    return fresh.eval().to(memory_format=torch.channels_last)


def evenly(rows: list[int], count: int) -> list[int]:
    """At most `count` of the rows, spread evenly."""
    return rows[:: max(1, len(rows) // count)][:count]


def calibration_films(films: list[Film], pixels: np.ndarray, side: int) -> torch.Tensor:
    """Training films spread evenly over the collections, normalised [n, 1, side, side]."""
    rows = [index for index, film in enumerate(films) if film.split == "train"]
    return film_batch((pixels[row] for row in evenly(rows, CALIBRATION_FILMS)), side)


@torch.inference_mode()
def shipped_weights(
    exact: FilmEncoder, fresh: FilmEncoder, films: torch.Tensor
) -> dict[str, PackWeight]:
    """The weights for the pack: those of `exact`, with corrected biases.

    Layer after layer from the input on, the bias moves until the quantised network's mean output
    over `films` is the exact one's (Nagel et al. 2019, "Data-free quantization through weight
    equalization and bias correction", the empirical form). `fresh` is used for the work. As each
    output is corrected before it goes on, one pass of all films does it.
    """
    weights = folded_weights(exact)
    packed = dequantised(weights, fresh)
    films = films.contiguous(memory_format=torch.channels_last)
    wanted: dict[str, torch.Tensor] = {}

    def keep(name: str, _bias: torch.Tensor, output: torch.Tensor) -> torch.Tensor:
        wanted[name] = output.mean(dim=(0, 2, 3))
        return output

    def correct(name: str, bias: torch.Tensor, output: torch.Tensor) -> torch.Tensor:
        missing = wanted[name] - output.mean(dim=(0, 2, 3))
        bias.add_(missing)
        return output + missing[:, None, None]

    _pass(exact, films, keep)
    _pass(packed, films, correct)
    for name, layer in packed.convolutions():
        weights[f"{name}.bias"] = PackWeight(layer.bias.numpy().copy())
    return weights


def _pass(model: FilmEncoder, films: torch.Tensor, look: Correction) -> None:
    """Shows `look` the output of every convolution, before its activation, while the films pass."""

    def hook(
        name: str, bias: torch.Tensor
    ) -> Callable[[nn.Module, object, torch.Tensor], torch.Tensor]:
        return lambda _module, _inputs, output: look(name, bias, output)

    hooks = [
        layer.summed.register_forward_hook(hook(name, layer.bias))
        for name, layer in model.convolutions()
    ]
    model.feature_map(films)
    for registered in hooks:
        registered.remove()
