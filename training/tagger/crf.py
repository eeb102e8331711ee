"""Linear-chain CRF over BIO tags: log-likelihood for training, Viterbi for reading."""

import numpy as np
import torch
from torch import Tensor

FORBIDDEN = -10000.0


def allowed_transitions(tags: list[str]) -> np.ndarray:
    """[T, T] booleans, `[from, to]`: I-X follows only B-X or I-X."""
    allowed = np.ones((len(tags), len(tags)), dtype=bool)
    for j, tag in enumerate(tags):
        if tag.startswith("I-"):
            for i, previous in enumerate(tags):
                allowed[i, j] = previous[2:] == tag[2:] and previous != "O"
    return allowed


def allowed_starts(tags: list[str]) -> np.ndarray:
    """[T] booleans: a sequence does not start inside an entity."""
    return np.array([not tag.startswith("I-") for tag in tags])


def negative_log_likelihood(
    scores: Tensor, tags: Tensor, lengths: Tensor, transitions: Tensor, starts: Tensor
) -> Tensor:
    """Mean over words of -log p(tags | scores).

    scores [B, W, T] float32, tags [B, W] (anything beyond a length), lengths [B], transitions
    [T, T] and starts [T] with FORBIDDEN where not allowed.
    """
    _batch, width, _ = scores.shape
    alpha = scores[:, 0] + starts
    gold = alpha.gather(1, tags[:, :1]).squeeze(1)
    for t in range(1, width):
        live = t < lengths
        step = torch.logsumexp(alpha[:, :, None] + transitions[None], dim=1) + scores[:, t]
        alpha = torch.where(live[:, None], step, alpha)
        gain = transitions[tags[:, t - 1], tags[:, t]] + scores[:, t].gather(
            1, tags[:, t : t + 1]
        ).squeeze(1)
        gold = gold + torch.where(live, gain, torch.zeros_like(gain))
    return (torch.logsumexp(alpha, dim=1) - gold).sum() / lengths.sum()


def viterbi(scores: np.ndarray, transitions: np.ndarray, starts: np.ndarray) -> list[int]:
    """Best tag sequence for scores [W, T]; ties go to the lower tag."""
    if len(scores) == 0:
        return []
    best = scores[0] + starts
    back: list[np.ndarray] = []
    for row in scores[1:]:
        total = best[:, None] + transitions
        choice = total.argmax(axis=0)
        back.append(choice)
        best = total[choice, np.arange(len(row))] + row
    path = [int(best.argmax())]
    for choice in reversed(back):
        path.append(int(choice[path[-1]]))
    return path[::-1]


def entities_of(tags: list[str]) -> list[tuple[int, int, str]]:
    """(first, last, type) of a BIO sequence. A stray I- starts an entity of its own."""
    found: list[tuple[int, int, str]] = []
    first = -1
    for i, tag in enumerate([*tags, "O"]):
        if first >= 0 and not (tag.startswith("I-") and tag[2:] == tags[first][2:]):
            found.append((first, i - 1, tags[first][2:]))
            first = -1
        if tag != "O" and first < 0:
            first = i
    return found
