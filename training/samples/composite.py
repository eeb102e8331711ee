"""From registered films to one sharp picture.

A mean of films is soft: what is not in the same place in all is lost. Each band of a Laplacian
pyramid is therefore averaged on its own, the average is raised to the energy that single films
have there, and what is still missing is filled with texture: a random mixture of all films'
differences from the mean, in which no film has a large part.
"""

from __future__ import annotations

import cv2
import numpy as np

from .registration import correlation, detail
from .studies import correlations, smooth, unit_rows

SIDE = 512
BANDS = (1.2, 2.4, 4.8, 9.6)
"""Gaussian widths that part the bands, px at SIDE."""
LARGEST_GAIN = (2.4, 2.3, 1.9, 1.35)
TEXTURE = (0.75, 0.65, 0.5, 0.2)
"""Part of the missing energy that each band's texture restores."""
LARGEST_PART = 0.35
"""No film's weight in the mixture of differences exceeds this (the squares sum to 1)."""


def match_greys(films: np.ndarray) -> np.ndarray:
    """Give every film the mean film's distribution of grey values (monotone, by quantiles)."""
    levels = np.linspace(0, 100, 65)
    quantiles = np.stack([np.percentile(film, levels) for film in films])
    target = quantiles.mean(0)
    matched = [
        np.interp(film, np.maximum.accumulate(own + np.arange(65) * 1e-6), target)
        for film, own in zip(films, quantiles, strict=True)
    ]
    return np.stack(matched).astype(np.float32)


def local_weights(films: np.ndarray, template: np.ndarray, sigma: float = 10.0) -> np.ndarray:
    """Weights [n, h, w] over the films (sum 1): more where a film's detail fits the template."""
    fine = detail(template)
    energy = smooth(fine * fine, sigma)
    fits = []
    for film in films:
        own = detail(film)
        norm = np.sqrt(energy * smooth(own * own, sigma) + 1e-9)
        fits.append(smooth(fine * own, sigma) / norm)
    weights = np.exp(2.0 * np.stack(fits))
    return weights / weights.sum(0)


def effective_films(weights: np.ndarray) -> float:
    """The least number of films, over the picture, that the weighted mean stands for."""
    return float((1.0 / (weights**2).sum(0)).min())


def _bands(picture: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    fine = picture
    bands = []
    for sigma in BANDS:
        coarse = smooth(picture, sigma)
        bands.append(fine - coarse)
        fine = coarse
    return bands, fine


def mixture(count: int, rng: np.random.Generator) -> np.ndarray:
    """Random weights of `count` films with squares summing to 1, none above LARGEST_PART."""
    while True:
        weights = rng.normal(size=count)
        weights /= np.sqrt((weights**2).sum())
        if np.abs(weights).max() <= LARGEST_PART:
            return weights


def compose(films: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Registered films [n, 256, 256] -> picture float32 [512, 512] and its effective film count."""
    films = match_greys(films)
    weights = local_weights(films, films.mean(0))
    size = (SIDE, SIDE)
    large = [cv2.resize(film, size, interpolation=cv2.INTER_CUBIC) for film in films]
    shares = np.stack([cv2.resize(weight, size) for weight in weights])
    shares /= shares.sum(0)
    parted = [_bands(film) for film in large]
    picture = np.einsum("nhw,nhw->hw", shares, np.stack([rest for _, rest in parted]))
    for level, sigma in enumerate(BANDS):
        band = np.stack([bands[level] for bands, _ in parted])
        picture += _sharp_band(band, shares, level, sigma * 5, rng)
    return picture.astype(np.float32), effective_films(weights)


def _sharp_band(
    band: np.ndarray, shares: np.ndarray, level: int, reach: float, rng: np.random.Generator
) -> np.ndarray:
    """One band of the picture: its mean at the energy of single films, plus texture."""
    mean = np.einsum("nhw,nhw->hw", shares, band).astype(np.float32)
    energy = smooth(np.median(band**2, axis=0) * 1.6, reach)
    kept = smooth(mean * mean, reach)
    mean *= np.clip(np.sqrt(energy / (kept + 1e-9)), 1.0, LARGEST_GAIN[level])
    texture = np.tensordot(mixture(len(band), rng), band - band.mean(0), 1).astype(np.float32)
    missing = np.clip(energy - smooth(mean * mean, reach), 0, None)
    strength = np.sqrt(missing / (smooth(texture * texture, reach) + 1e-9))
    return mean + TEXTURE[level] * texture * np.minimum(strength, 3.0)


def nearest_film(picture: np.ndarray, films: np.ndarray, side: int = 96) -> dict[str, float]:
    """The finished picture against every film it was chosen from, as the films are (not registered).

    `nearest` is the largest correlation with a film; `nearest_pair` the largest between two films.
    """
    between = correlations(films, side)
    np.fill_diagonal(between, -1)
    own = unit_rows(picture[None].astype(np.float32), side)[0]
    return {
        "nearest": float((unit_rows(films, side) @ own).max()),
        "nearest_pair": float(between.max()),
    }


def resemblance(picture: np.ndarray, films: np.ndarray) -> dict[str, float]:
    """How near the picture comes to single films on the same shape, whole and in detail.

    `detail` is the largest correlation with a film's detail; `film_to_film` is the largest that
    two different films reach with each other, the yardstick for "someone's film".
    """
    small = cv2.resize(picture, films.shape[1:], interpolation=cv2.INTER_AREA)
    inner = slice(16, -16)
    own = detail(small)[inner, inner]
    details = [detail(film)[inner, inner] for film in films]
    between = max(correlation(a, b) for i, a in enumerate(details) for b in details[i + 1 :])
    return {
        "whole": max(correlation(small[inner, inner], f[inner, inner]) for f in films),
        "detail": max(correlation(own, d) for d in details),
        "film_to_film": between,
    }
