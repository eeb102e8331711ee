"""Batches for decoder training: films, finding inputs with the noise met in use, padded words."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.decoders.examples import Example, target_words
from training.decoders.films import FilmFeatures
from training.text.vocabulary import PAD, Vocabulary


@dataclass(frozen=True)
class Recipe:
    """How examples become batches.

    oracle: share of examples whose finding inputs come from the text instead of the encoder;
    noise: standard deviation added to the head logits of train films (operating.py);
    blind: share of examples shown without their films, with the findings of the text;
    drop_lateral: share of pairs shown as a single film; shuffle: share of reports with two
    neighbouring sentences exchanged; rare: power of the over-sampling of stated findings;
    impression: loss weight of the impression's words beside those of the findings, 0 without it;
    typical: share of the examples told in the words of a more usual report, where they have one.
    """

    batch: int = 64
    oracle: float = 0.5
    noise: float = 0.7
    blind: float = 0.1
    drop_lateral: float = 0.2
    shuffle: float = 0.15
    rare: float = 0.5
    max_length: int = 60
    impression: float = 0.0
    typical: float = 0.0


@dataclass
class Batch:
    """Maps [B, 49, C] (lateral None: absent), findings [B, 17] in 0..1, the rest [B, T]."""

    examples: list[Example]
    frontal: Tensor
    lateral: Tensor | None
    findings: Tensor
    words: Tensor
    targets: Tensor
    weights: Tensor


def sampling_weights(examples: Sequence[Example], power: float) -> list[float]:
    """1.5 * (most frequent / rarest finding of the study) ** power, at most 4; 1 without one."""
    counts = [sum(e.stated[k] == 1.0 for e in examples) for k in range(len(examples[0].stated) - 1)]
    most = max(counts)
    weights = []
    for example in examples:
        rarest = min((counts[k] for k, v in enumerate(example.stated[:-1]) if v == 1.0), default=0)
        weights.append(min(4.0, 1.5 * (most / rarest) ** power) if rarest else 1.0)
    return weights


def finding_inputs(
    example: Example,
    logits: Tensor,
    reading: tuple[Tensor, Tensor],
    recipe: Recipe,
    rng: random.Random,
    from_text: bool,
) -> Tensor:
    """Finding slot inputs [17], noisy: from the text (always if from_text) or head logits [17].

    reading: gain and shift of the logits (operating.py).
    """
    if from_text or rng.random() < recipe.oracle:
        values = []
        for stated in example.stated:
            centre = {1.0: 2.0, 0.5: 0.0}.get(stated, -2.0)
            values.append(_sigmoid(centre + rng.gauss(0.0, 1.0)))
        return torch.tensor(values)
    noise = torch.tensor([rng.gauss(0.0, recipe.noise) for _ in example.stated])
    gain, shift = reading
    return torch.sigmoid((logits + noise) * gain + shift)


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))


def views_of(example: Example) -> tuple[str, str | None]:
    """First frontal and first lateral film; without a frontal the lateral takes its place."""
    study = example.study
    if not study.frontal:
        return study.lateral[0], None
    return study.frontal[0], (study.lateral[0] if study.lateral else None)


def _random_views(example: Example, recipe: Recipe, rng: random.Random) -> tuple[str, str | None]:
    study = example.study
    if not study.frontal:
        return rng.choice(study.lateral), None
    frontal = rng.choice(study.frontal)
    if not study.lateral or rng.random() < recipe.drop_lateral:
        return frontal, None
    return frontal, rng.choice(study.lateral)


class Batcher:
    """Draws epochs of batches; pairs and single films come in separate batches."""

    def __init__(
        self,
        examples: Sequence[Example],
        films: FilmFeatures,
        vocabulary: Vocabulary,
        reading: tuple[Tensor, Tensor],
        recipe: Recipe,
    ) -> None:
        self.examples = examples
        self.films = films
        self.vocabulary = vocabulary
        self.reading = reading
        self.recipe = recipe
        self.sampling = sampling_weights(examples, recipe.rare)

    def epoch(self, rng: random.Random) -> Iterator[Batch]:
        """One epoch: as many draws as the weights sum to; each example at least once."""
        drawn: list[Example] = []
        for example, weight in zip(self.examples, self.sampling, strict=True):
            copies = int(weight) + (rng.random() < weight - int(weight))
            drawn += [example] * copies
        rng.shuffle(drawn)
        groups: dict[bool, list[tuple[Example, str, str | None]]] = {True: [], False: []}
        for example in drawn:
            frontal, lateral = _random_views(example, self.recipe, rng)
            groups[lateral is not None].append((example, frontal, lateral))
        for group in groups.values():
            # Like lengths together, so that little is padded; the noise keeps batches varied.
            group.sort(key=lambda item: item[0].length + rng.gauss(0.0, 4.0))
        plans = [
            group[start : start + self.recipe.batch]
            for group in groups.values()
            for start in range(0, len(group), self.recipe.batch)
        ]
        rng.shuffle(plans)
        for plan in plans:
            yield self._collate(plan, rng)

    def _collate(
        self, plan: Sequence[tuple[Example, str, str | None]], rng: random.Random
    ) -> Batch:
        frontal = [film for _, film, _ in plan]
        lateral = [film for _, _, film in plan if film is not None]
        logits = self.films.logits_of(frontal)
        if lateral:
            logits = (logits + self.films.logits_of(lateral)) / 2
        rows = [
            target_words(
                example,
                self.vocabulary,
                self.recipe.max_length,
                self.recipe.shuffle,
                rng,
                self.recipe.impression,
                self.recipe.typical,
            )
            for example, _, _ in plan
        ]
        longest = max(len(words) for words, _, _ in rows)
        words = torch.full((len(rows), longest), PAD)
        targets = torch.full((len(rows), longest), PAD)
        weights = torch.zeros(len(rows), longest)
        for row, (source, target, weight) in enumerate(rows):
            words[row, : len(source)] = torch.tensor(source)
            targets[row, : len(target)] = torch.tensor(target)
            weights[row, : len(weight)] = torch.tensor(weight)
        blind = [rng.random() < self.recipe.blind for _ in plan]
        findings = torch.stack(
            [
                finding_inputs(example, logits[row], self.reading, self.recipe, rng, blind[row])
                for row, (example, _, _) in enumerate(plan)
            ]
        )
        shown = 1.0 - torch.tensor(blind).float().view(-1, 1, 1)
        return Batch(
            [example for example, _, _ in plan],
            self.films.map_of(frontal) * shown,
            self.films.map_of(lateral) * shown if lateral else None,
            findings,
            words,
            targets,
            weights,
        )
