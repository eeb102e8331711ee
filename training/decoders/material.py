"""What decoder training starts from: films, examples, vocabulary and the reading of findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from training.decoders.decoding import Rules
from training.decoders.examples import Example, make_example
from training.decoders.films import FilmFeatures
from training.decoders.operating import (
    fit_posterior,
    matching_noise,
    noisy,
    stated_matrix,
    study_logits,
)
from training.text.phrases import Phrases
from training.text.preparation import cased_words
from training.text.r2gen import MINIMUM_COUNT, train_words
from training.text.studies import read_studies
from training.text.vocabulary import Vocabulary, build_vocabulary

Posterior = tuple[Tensor, Tensor]
"""(slope [1], bias [17]) of the chance that a report states a finding, given the head logit."""


def load_examples(
    data: Path, finding_weight: float, other_weight: float
) -> dict[str, list[Example]]:
    """Examples for training (train and none splits) and for val."""
    examples: dict[str, list[Example]] = {"train": [], "val": []}
    for study in read_studies(("train", "none", "val"), data):
        example = make_example(study, finding_weight, other_weight)
        if example is not None:
            examples["val" if study.split == "val" else "train"].append(example)
    return examples


def vocabulary_of(examples: list[Example]) -> Vocabulary:
    """Words seen at least 3 times in the training targets, findings and impressions, and phrases."""
    reports = [(*example.sentences, *example.impression) for example in examples]
    words = {word for report in reports for sentence in report for word in sentence}
    texts = (text for e in examples for text in (e.study.findings, e.study.impression))
    cased = cased_words(texts, words)
    return with_phrases(build_vocabulary(reports, MINIMUM_COUNT, cased), examples)


def with_phrases(vocabulary: Vocabulary, examples: Sequence[Example]) -> Vocabulary:
    """The vocabulary with the phrases of the examples' findings and impressions."""
    rules = Rules.of(vocabulary)
    sentences = (sentence for e in examples for sentence in (*e.sentences, *e.impression))
    encoded = (vocabulary.encode(sentence) for sentence in sentences)
    count = len(vocabulary.tokens)
    return replace(vocabulary, phrases=Phrases.of(encoded, rules.never, rules.full_stop, count))


@dataclass
class Material:
    """noise: standard deviation added to train logits; posterior: fitted on noisy train and val."""

    films: FilmFeatures
    train: list[Example]
    val: list[Example]
    vocabulary: Vocabulary
    words: frozenset[str]
    noise: float
    posterior: Posterior


def prepare(
    data: Path, features: Path, finding_weight: float, other_weight: float, single: bool = False
) -> Material:
    """Reads everything and fits the finding readings (operating.py).

    single: the findings are those of the frontal film alone, for a decoder that sees no other.
    """
    films = FilmFeatures(features)
    examples = load_examples(data, finding_weight, other_weight)
    train, val = examples["train"], examples["val"]
    logits, stated = study_logits(train, films, single), stated_matrix(train)
    val_logits, val_stated = study_logits(val, films, single), stated_matrix(val)
    noise = matching_noise(logits, stated, val_logits, val_stated)
    return Material(
        films,
        train,
        val,
        vocabulary_of(train),
        train_words(e.study.findings for e in train if e.study.split == "train"),
        noise,
        fit_posterior(
            torch.cat([noisy(logits, noise), val_logits]), torch.cat([stated, val_stated])
        ),
    )
