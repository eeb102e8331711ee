"""Groupwise registration: many films of one kind brought onto their common shape.

Coarse affine (ECC) onto the running mean, then dense optical flow onto a running template. The
template starts as one film (so that ribs can be matched at all), is replaced by the mean after the
first pass, and is moved to the mean shape of the films, so that nobody's shape is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .studies import WORKING_SIDE, smooth

COARSE_SIDE = 64
PASSES = 6
FLOW_SMOOTHING = (6.0, 4.0, 3.0, 2.5, 2.0, 2.0)
SHAPE_CENTRING = 0.7
"""Part of the mean deformation that each of the first passes takes back (1 overshoots)."""


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Normalised correlation of two pictures, -1..1."""
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-12))


def detail(picture: np.ndarray) -> np.ndarray:
    """What is finer than about 6 px and coarser than 1 px: ribs, vessels, edges."""
    return smooth(picture, 1.0) - smooth(picture, 6.0)


def local_contrast(picture: np.ndarray, sigma: float = 12.0) -> np.ndarray:
    """uint8 picture with the local mean removed and the local spread made equal, for the flow."""
    centred = picture - smooth(picture, sigma)
    spread = np.sqrt(smooth(centred**2, sigma) + 1e-3)
    return np.clip(128 + 45 * centred / spread, 0, 255).astype(np.uint8)


def affine_onto(template: np.ndarray, film: np.ndarray) -> np.ndarray | None:
    """2 x 3 matrix from template to film coordinates at COARSE_SIDE; None when ECC diverges."""
    matrix = np.eye(2, 3, dtype=np.float32)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_COUNT, 60, 1e-4)
    try:
        _, matrix = cv2.findTransformECC(template, film, matrix, cv2.MOTION_AFFINE, stop, None, 1)
    except cv2.error:
        return None
    return matrix


def _apply(matrix: np.ndarray, film: np.ndarray, border: int = cv2.BORDER_REPLICATE) -> np.ndarray:
    side = film.shape[0]
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(film, matrix, (side, side), flags=flags, borderMode=border)


def _at_working_side(matrix: np.ndarray) -> np.ndarray:
    """The same map for pictures of WORKING_SIDE (pixel centres at .5)."""
    factor = WORKING_SIDE / COARSE_SIDE
    centre = np.full(2, (factor - 1) / 2)
    scaled = matrix.copy()
    scaled[:, 2] = matrix[:, 2] * factor + centre - matrix[:, :2] @ centre
    return scaled


@dataclass
class AlignedFilms:
    """Films moved onto their mean by an affine map each."""

    films: np.ndarray
    """float32 [n, 256, 256]."""
    inside: np.ndarray
    """float32 [n, 256, 256]: 1 where the film itself was, 0 where its border was drawn out."""
    scores: np.ndarray
    """Correlation of each with the mean; -1 = could not be aligned."""


def align_affine(films: np.ndarray) -> AlignedFilms:
    """Move films [n, 256, 256] onto their mean."""
    size = (COARSE_SIDE, COARSE_SIDE)
    small = [cv2.resize(smooth(film, 4.0), size) for film in films]
    mean = np.mean(small, axis=0)
    for _ in range(3):
        matrices = [affine_onto(mean, film) for film in small]
        moved = [
            film if matrix is None else _apply(matrix, film)
            for film, matrix in zip(small, matrices, strict=True)
        ]
        scores = np.array(
            [
                -1.0 if matrix is None else correlation(film[6:-6, 6:-6], mean[6:-6, 6:-6])
                for film, matrix in zip(moved, matrices, strict=True)
            ]
        )
        best = np.argsort(-scores)[: max(30, len(films) // 2)]
        mean = np.mean([moved[i] for i in best], axis=0)
    whole = np.ones(films[0].shape, np.float32)
    aligned, inside = [], []
    for film, matrix in zip(films, matrices, strict=True):
        large = None if matrix is None else _at_working_side(matrix)
        aligned.append(film if large is None else _apply(large, film))
        inside.append(whole if large is None else _apply(large, whole, cv2.BORDER_CONSTANT))
    return AlignedFilms(np.stack(aligned), np.stack(inside), scores)


def flow_engine(finest_scale: int) -> cv2.DISOpticalFlow:
    """Dense inverse search with variational refinement, down to 2 ** -finest_scale resolution."""
    engine = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    engine.setFinestScale(finest_scale)
    engine.setPatchSize(10)
    engine.setPatchStride(4)
    engine.setVariationalRefinementIterations(8)
    engine.setVariationalRefinementAlpha(30)
    return engine


def warp(film: np.ndarray, flow: np.ndarray) -> np.ndarray:
    """The film read at x + flow(x)."""
    side = film.shape[0]
    x, y = np.meshgrid(np.arange(side, dtype=np.float32), np.arange(side, dtype=np.float32))
    return cv2.remap(
        film, x + flow[..., 0], y + flow[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


@dataclass
class RegisteredFilms:
    """Films on their common shape."""

    films: np.ndarray
    """float32 [n, 256, 256]."""
    members: np.ndarray
    """Index of each into the films given."""
    agreement: np.ndarray
    """Correlation of each one's detail with the final template."""
    coverage: np.ndarray
    """float32 [256, 256]: the part of the films that has content of its own there."""


def register(
    aligned: AlignedFilms,
    usable: np.ndarray,
    count: int,
    anchor_rank: int,
    pool: int,
    stiffness: float = 1.0,
) -> RegisteredFilms:
    """Bring the `count` best fitting of aligned films onto their common shape.

    `usable` ranks the films; the `pool` best are candidates. A larger `stiffness` lets films bend
    less, so that a density that others do not have is averaged in rather than pushed aside.

    The pool of candidates shrinks from pass to pass, and the last passes are the finest. Raises ValueError when fewer than `count` films are there.
    """
    films = aligned.films
    order = np.argsort(-usable)[:pool]
    if len(order) < count:
        raise ValueError(f"{len(order)} films, {count} are needed")
    template = films[order[anchor_rank]]
    anchor = order[anchor_rank]
    inner = slice(16, -16)
    for step in range(PASSES):
        target = local_contrast(template)
        bend = FLOW_SMOOTHING[step] * stiffness
        engine = flow_engine(finest_scale=0 if step >= PASSES - 3 else 1)
        flows = [smooth(engine.calc(target, local_contrast(films[i]), None), bend) for i in order]
        warped = np.stack([warp(films[i], flow) for i, flow in zip(order, flows, strict=True)])
        fine = detail(template)[inner, inner]
        agreement = np.array([correlation(detail(film)[inner, inner], fine) for film in warped])
        if step == 0:
            agreement[order == anchor] = -1
        ranking = np.argsort(-agreement)
        best = ranking[: count if step else count // 2]
        if step == PASSES - 1:
            inside = [warp(aligned.inside[order[i]], flows[i]) for i in best]
            coverage = np.mean(inside, axis=0)
            return RegisteredFilms(warped[best], order[best], agreement[best], coverage)
        template = warped[best].mean(0)
        if step < PASSES - 2:
            mean_flow = smooth(np.mean([flows[i] for i in best], axis=0), 8.0)
            template = warp(template, -SHAPE_CENTRING * mean_flow)
        order = order[
            ranking[: max(2 * count, len(order) * 2 // 3) if step < 2 else 3 * count // 2]
        ]
    raise AssertionError("PASSES is at least 1")
