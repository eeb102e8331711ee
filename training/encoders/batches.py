"""Batches for encoder training: sampling per epoch, augmentation, turned films, other pictures."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import torch

from ..data.film import Film, normalise
from ..data.stream import StreamedFilms, taken
from ..distributed import ALONE, World
from ..findings import FINDINGS, ORIENTATIONS, VIEWS
from .augment import UPRIGHT, AugmentOptions, augment, turn

OTHER = VIEWS.index("other")
RARE = 450
"""A finding that fewer training films show is a rare one."""
IGNORED = -1
"""A class label that the cross-entropy leaves out."""


@dataclass
class Batch:
    """Tensors of one step: normalised films [n, 1, side, side]; labels, weights [n, 17]; classes."""

    films: torch.Tensor
    labels: torch.Tensor
    weights: torch.Tensor
    view: torch.Tensor
    orientation: torch.Tensor


@dataclass(frozen=True)
class SamplingOptions:
    """What an epoch is made of."""

    shares: tuple[tuple[str, float], ...] = (
        ("iu", 0.4),
        ("roco", 1.4),
        ("nih_effusion", 0.6),
        ("kermany", 0.06),
        ("covid", 0.6),
        ("covid_more", 0.6),
    )
    """How often a film of a source is seen per epoch on average; sources not named: once. IU is
    learnt fastest (and two views a study); ROCO is small and its labels are the noisiest."""
    rare_again: float = 0.0
    """Share of the films with a rare finding that an epoch shows once more."""
    others_per_epoch: int = 420
    turned_fraction: float = 0.11
    mirrored_fraction: float = 0.5
    """Films mirrored left to right: the findings are the same, and the map mirrors with the film."""

    def with_shares(self, text: str, sources: set[str]) -> SamplingOptions:
        """These options with other shares, as `iu=1,roco=2`; sources not named keep theirs.

        Raises ValueError for a source that is not among `sources`, and for a share below 0.
        """
        shares = dict(self.shares)
        for part in filter(None, text.split(",")):
            source, _, share = part.partition("=")
            if source not in sources or not re.fullmatch(r"\d+(\.\d+)?", share):
                known = ", ".join(sorted(sources))
                raise ValueError(f"{part!r} is not a share, such as iu=1, of one of {known}")
            shares[source] = float(share)
        return replace(self, shares=tuple(shares.items()))


class TrainingFilms:
    """Training films at a working size, in memory or streamed, and the other pictures."""

    def __init__(
        self,
        films: list[Film],
        pixels: np.ndarray | StreamedFilms,
        others: np.ndarray,
        side: int,
    ):
        """pixels uint8 [n, s, s] in the order of films; kept at `side` when that is half or less
        (streamed films are read at their own side each time)."""
        self.films = films
        self.side = side
        self.pixels = pixels if isinstance(pixels, StreamedFilms) else _shrink(pixels, side)
        self.others = _shrink(others, side)

    def epoch_order(self, rng: np.random.Generator, options: SamplingOptions) -> np.ndarray:
        """Shuffled indices of one epoch; an index from len(films) on means an other picture."""
        parts = []
        shares = dict(options.shares)
        for source in sorted({film.source for film in self.films}):
            rows = np.array([i for i, f in enumerate(self.films) if f.source == source], int)
            count = round(len(rows) * shares.get(source, 1.0))
            passes = [rng.permutation(rows) for _ in range(-(-count // len(rows)))]
            if passes:
                parts.append(np.concatenate(passes)[:count])
        again = rng.permutation(rare_films(self.films)) if options.rare_again else np.empty(0, int)
        parts.append(again[: round(len(again) * options.rare_again)])
        count = min(options.others_per_epoch, len(self.others))
        parts.append(len(self.films) + rng.permutation(len(self.others))[:count])
        return rng.permutation(np.concatenate(parts))

    def batch(
        self, chosen: np.ndarray, seeds: Sequence[Sequence[int]], options: SamplingOptions
    ) -> Batch:
        """The augmented batch of these indices; each film's changes depend on its own seed alone."""
        count = len(chosen)
        pixels = np.empty((count, self.side, self.side), np.uint8)
        labels = np.zeros((count, len(FINDINGS)), np.float32)
        weights = np.zeros((count, len(FINDINGS)), np.float32)
        view = np.full(count, OTHER)
        orientation = np.full(count, IGNORED)
        change = AugmentOptions()
        stored = iter(taken(self.pixels, chosen[chosen < len(self.films)]))
        for row, index in enumerate(chosen):
            rng = np.random.default_rng(seeds[row])
            if index >= len(self.films):
                picture = self.others[index - len(self.films)]
                pixels[row] = turn(augment(picture, self.side, rng, change), int(rng.integers(5)))
                continue
            film = self.films[index]
            pixels[row] = augment(next(stored), self.side, rng, change)
            if rng.random() < options.mirrored_fraction:
                pixels[row] = pixels[row, :, ::-1].copy()
            view[row] = film.view
            orientation[row] = UPRIGHT
            if rng.random() < options.turned_fraction:
                orientation[row] = int(rng.integers(1, len(ORIENTATIONS)))
                pixels[row] = turn(pixels[row], int(orientation[row]))
            else:
                labels[row], weights[row] = film.labels, film.weights
        films = torch.from_numpy(normalise(pixels)).unsqueeze(1)
        return Batch(
            films.contiguous(memory_format=torch.channels_last),
            torch.from_numpy(labels),
            torch.from_numpy(weights),
            torch.from_numpy(view).long(),
            torch.from_numpy(orientation).long(),
        )

    def epoch(
        self, seed: int, size: int, options: SamplingOptions, world: World = ALONE
    ) -> Iterator[Batch]:
        """The batches of one epoch, prepared ahead by one thread.

        `size` counts the rows of all processes; this one gets its own. Raises ValueError when a
        process would get none.
        """
        if size < 2 * world.size:
            raise ValueError(f"batches of {size} films are too small for {world.size} processes")
        order = self.epoch_order(np.random.default_rng(seed), options)
        own = world.rows(size)

        def prepare() -> Iterator[Batch]:
            for start in range(0, len(order) - size + 1, size):
                places = start + own
                yield self.batch(order[places], [(seed, int(p)) for p in places], options)

        return ahead(prepare(), 4)

    def steps(self, size: int, options: SamplingOptions) -> int:
        """Batches in an epoch."""
        return len(self.epoch_order(np.random.default_rng(0), options)) // size


def rare_films(films: list[Film]) -> np.ndarray:
    """Rows of the films that show a finding which fewer than `RARE` of them show."""
    shown = np.stack([film.labels * film.weights > 0.5 for film in films])
    return np.flatnonzero(shown[:, shown.sum(axis=0) < RARE].any(axis=1))


def ahead(items: Iterator[Batch], count: int) -> Iterator[Batch]:
    """The items, up to `count` of them made ahead by a thread; its errors are raised here."""
    waiting: queue.Queue[Batch | None | Exception] = queue.Queue(maxsize=count)

    def work() -> None:
        try:
            for item in items:
                waiting.put(item)
            waiting.put(None)
        except Exception as error:  # noqa: BLE001 - raised again by the consumer
            waiting.put(error)

    threading.Thread(target=work, daemon=True).start()
    while (item := waiting.get()) is not None:
        if isinstance(item, Exception):
            raise item
        yield item


def _shrink(pixels: np.ndarray, side: int) -> np.ndarray:
    """Resize to `side` when that is at most half the stored size; else leave (one resize only)."""
    if len(pixels) == 0 or side * 2 > pixels.shape[1]:
        return pixels
    small = np.empty((len(pixels), side, side), np.uint8)
    for index in range(len(pixels)):
        cv2.resize(pixels[index], (side, side), dst=small[index], interpolation=cv2.INTER_AREA)
    return small
