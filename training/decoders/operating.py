"""The decoder's own reading of the finding head: gain and shift per finding.

Encoder logits l become slot inputs sigmoid(gain * l + shift). They are fitted on train and val in
two steps: a calibrated posterior q = sigmoid(a * l + b_k) of "the report states finding k" (one
slope for all findings, one bias each), then the point q = threshold is moved to 0.5 and the curve
is steepened. For micro F1 the best common threshold of calibrated posteriors is
half the F1 that can be reached (Lipton et al. 2014), about 0.2 here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from training.decoders.batches import views_of
from training.decoders.examples import Example
from training.decoders.films import FilmFeatures


def study_logits(examples: Sequence[Example], films: FilmFeatures, single: bool = False) -> Tensor:
    """Head logits [n, 17], mean of both views where there are two; `single`: of the first alone."""
    rows = []
    for example in examples:
        frontal, lateral = views_of(example)
        logits = films.logits_of([frontal])[0]
        if lateral is not None and not single:
            logits = (logits + films.logits_of([lateral])[0]) / 2
        rows.append(logits)
    return torch.stack(rows)


def stated_matrix(examples: Sequence[Example]) -> Tensor:
    """1 where the report states the finding present [n, 17]."""
    return torch.tensor([[float(v == 1.0) for v in example.stated] for example in examples])


def fit_posterior(logits: Tensor, stated: Tensor) -> tuple[Tensor, Tensor]:
    """(slope [1], bias [17]) of q = sigmoid(slope * l + bias), by maximum likelihood.

    A finding that no report states gets a bias as if a half report did.
    """
    slope = torch.ones(1, requires_grad=True)
    bias = torch.zeros(logits.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([slope, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        scores = slope * logits + bias
        total = torch.nn.functional.binary_cross_entropy_with_logits(
            scores, stated, reduction="sum"
        )
        total = total - 0.5 * torch.sigmoid(scores).mean(dim=0).log().sum()
        total.backward()
        return total

    optimiser.step(loss)
    return slope.detach(), bias.detach()


def operating_points(
    posterior: tuple[Tensor, Tensor], threshold: float, sharpness: float
) -> tuple[Tensor, Tensor]:
    """(gain [17], shift [17]) of the slot inputs from (slope, bias) of the posterior.

    q = threshold becomes 0.5; `No Finding` keeps the threshold 0.5.
    """
    slope, bias = posterior
    points = torch.full((len(bias),), math.log(threshold / (1 - threshold)))
    points[-1] = 0.0
    return sharpness * slope.expand(len(bias)).clone(), sharpness * (bias - points)


def separation(logits: Tensor, stated: Tensor, least: int = 5) -> dict[int, float]:
    """Finding -> distance of the mean logits with and without it, in standard deviations.

    Only findings with at least `least` positives and negatives.
    """
    result = {}
    for finding in range(logits.shape[1]):
        held = stated[:, finding] > 0
        if held.sum() < least or (~held).sum() < least:
            continue
        with_it, without = logits[held, finding], logits[~held, finding]
        spread = ((with_it.var() + without.var()) / 2).sqrt()
        result[finding] = float((with_it.mean() - without.mean()) / spread)
    return result


def noisy(logits: Tensor, deviation: float) -> Tensor:
    """Logits with Gaussian noise; the same draw for every deviation."""
    generator = torch.Generator().manual_seed(0)
    return logits + deviation * torch.randn(logits.shape, generator=generator)


def matching_noise(
    train_logits: Tensor, train_stated: Tensor, val_logits: Tensor, val_stated: Tensor
) -> float:
    """Standard deviation of the noise that makes train logits as uninformative as those of val.

    The encoder has seen the train films, so its logits separate them better than those of new
    patients; a decoder that learns on them trusts them too much. The noise is the smallest on a
    grid that brings the mean separation over the findings down to that of val.
    """
    wanted = separation(val_logits, val_stated)
    target = sum(wanted.values()) / len(wanted)
    for step in range(61):
        noise = step * 0.05
        held = separation(noisy(train_logits, noise), train_stated)
        if sum(held[finding] for finding in wanted) / len(wanted) <= target:
            return noise
    return 3.0
