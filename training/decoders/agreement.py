"""How alike two decoders are: their weights, their texts, and texts under other finding inputs."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import torch

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.decoding import Rules
from training.decoders.examples import Example
from training.decoders.films import FilmFeatures
from training.decoders.scoring import write_reports
from training.text.vocabulary import Vocabulary


def identical(first: Sequence[str], second: Sequence[str]) -> float:
    """Share of equal texts."""
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def finding_influence(
    model: AttentionDecoder,
    vocabulary: Vocabulary,
    wanted: Sequence[Example],
    films: FilmFeatures,
    rules: Rules,
) -> dict[str, float]:
    """Share of studies whose greedy text differs between all finding inputs 0 and all 1."""
    texts = []
    for shift in (-1e4, 1e4):
        forced = copy.deepcopy(model)
        forced.finding_gain.zero_()
        forced.finding_shift.fill_(shift)
        texts.append(write_reports(forced, wanted, films, vocabulary, rules))
    return {"changed": 1.0 - identical(*texts)}


def same_weights(first: AttentionDecoder, second: AttentionDecoder) -> bool:
    """Whether two decoders have the same sizes and weights."""
    left, right = first.state_dict(), second.state_dict()
    return first.sizes == second.sizes and all(torch.equal(left[k], right[k]) for k in left)


def agreement_before(manifest: Mapping[str, Any] | None) -> dict[str, dict[str, float]]:
    """Shares of equal texts against the float32 weights as a pack's manifest tells them of these
    very weights, from when the float32 ones were at hand."""
    figures = (manifest or {}).get("figures", {})
    keys = {key: f"val.identicalInt8.{key}" for key in ("greedy", "shipped")}
    count = float(figures.get("val.studies", 0))
    return {
        key: {"identical": figures[name], "studies": count}
        for key, name in keys.items()
        if name in figures
    }
