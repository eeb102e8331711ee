"""The validation films, prepared as the product prepares them, and pictures that are no film."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..data.cache import cached_films
from ..data.film import Film, squeeze
from ..data.pictures import other_pictures
from ..data.sources import read_all
from .inference import Logits, run
from .network import FilmEncoder

SIDE = 224
OTHERS = 400


@dataclass
class Validation:
    """Films of validation patients, their pixels, and other pictures of kinds not trained on."""

    films: list[Film]
    pixels: np.ndarray
    """uint8 [n, side, side]"""
    others: np.ndarray
    """uint8 [m, side, side]"""

    @property
    def side(self) -> int:
        """Of the films, in pixels: what the network takes."""
        return self.pixels.shape[-1]

    def rows(self, *sources: str) -> np.ndarray:
        """Indices of the films of these sources."""
        return np.array([i for i, film in enumerate(self.films) if film.source in sources], int)

    @property
    def labels(self) -> np.ndarray:
        """float32 [n, 17]"""
        return np.stack([film.labels for film in self.films])

    @property
    def known(self) -> np.ndarray:
        """float32 [n, 17], 1 where the label is known."""
        return np.stack([(film.weights > 0).astype(np.float32) for film in self.films])

    @property
    def views(self) -> np.ndarray:
        """int [n], -1 where not known."""
        return np.array([film.view for film in self.films])


def load_validation(data: Path, cache: Path, side: int = SIDE) -> Validation:
    """Every film of the validation split, each read from its file at `side` px."""
    films = [film for film in read_all(data) if film.split == "val"]
    pixels = np.asarray(cached_films(films, cache, side))
    others = np.stack([squeeze(picture, side) for picture in other_pictures(OTHERS, "val")])
    return Validation(films, pixels, others)


@dataclass
class ValidationLogits:
    """Logits of the films and of the other pictures."""

    films: Logits
    others: Logits


def validation_logits(model: FilmEncoder, validation: Validation) -> ValidationLogits:
    """Run the network in float32 over the validation set."""
    return ValidationLogits(
        run(model, validation.pixels, validation.side),
        run(model, validation.others, validation.side),
    )
