"""What no network is needed for: constant, frequent, random and nearest-neighbour reports.

A report system is only worth something by what it adds to these, so they stand in every table.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import torch

from training.decoders.batches import views_of
from training.decoders.examples import Example
from training.decoders.films import FilmFeatures
from training.metrics.bleu import ConstantBleu
from training.text.preparation import text_of
from training.text.r2gen import clean_r2gen, reference_text


def written_reports(examples: Sequence[Example], cased: dict[str, str]) -> list[str]:
    """The radiologists' texts as the decoder would write them (repaired, whole sentences)."""
    return [text_of([t for s in example.sentences for t in s], cased) for example in examples]


def most_frequent_report(train: Sequence[str]) -> str:
    """The text that occurs most often; ties by the alphabet."""
    return min(Counter(train).items(), key=lambda item: (-item[1], item[0]))[0]


def random_reports(train: Sequence[str], count: int, seed: int = 0) -> list[str]:
    """A train text drawn at random for each study."""
    rng = random.Random(seed)
    return [rng.choice(train) for _ in range(count)]


def nearest_reports(
    train: Sequence[Example], texts: Sequence[str], wanted: Sequence[Example], films: FilmFeatures
) -> list[str]:
    """For each study the text of the train study whose pooled features are nearest (cosine)."""
    views = [views_of(example) for example in train]
    queries = [views_of(example) for example in wanted]
    return nearest_texts(pooled(views, films), texts, pooled(queries, films))


def nearest_texts(bank: torch.Tensor, texts: Sequence[str], query: torch.Tensor) -> list[str]:
    """The text of the nearest row of `bank` [n, C] for each row of `query` [m, C], of length 1."""
    return [texts[place] for place in (query @ bank.T).argmax(dim=1).tolist()]


def pooled(views: Sequence[tuple[str, str | None]], films: FilmFeatures) -> torch.Tensor:
    """Mean features of the films of each study, of length 1 [n, C]."""
    rows = []
    for frontal, lateral in views:
        row = films.map_of([frontal])[0].mean(dim=0)
        if lateral is not None:
            row = (row + films.map_of([lateral])[0].mean(dim=0)) / 2
        rows.append(row)
    return torch.nn.functional.normalize(torch.stack(rows), dim=1)


def best_constant_report(
    findings_texts: Sequence[str],
    train: Sequence[Example],
    words: frozenset[str],
    cased: dict[str, str],
    pool: int = 60,
) -> str:
    """The one report with the highest BLEU-4 against all texts, found by adding sentences.

    Chosen on the very texts it is scored on, so it is an upper bound of what a constant can do by
    this search: from the `pool` most frequent train sentences, the one that helps most is added at
    its best place until none helps; then single sentences are exchanged while that helps.
    """
    bleu = ConstantBleu([reference_text(text, words).split() for text in findings_texts])
    counts = Counter(sentence for example in train for sentence in example.sentences)
    sentences = [sentence for sentence, _ in counts.most_common(pool)]
    scores: dict[tuple[tuple[str, ...], ...], float] = {}

    def score(report: tuple[tuple[str, ...], ...]) -> float:
        if report not in scores:
            tokens = clean_r2gen(text_of([t for s in report for t in s], cased)).split()
            scores[report] = bleu.scores(tokens)[3]
        return scores[report]

    def neighbours(
        report: tuple[tuple[str, ...], ...],
    ) -> list[tuple[tuple[str, ...], ...]]:
        grown = [
            (*report[:place], sentence, *report[place:])
            for sentence in sentences
            if sentence not in report
            for place in range(len(report) + 1)
        ]
        exchanged = [
            (*report[:place], sentence, *report[place + 1 :])
            for sentence in sentences
            if sentence not in report
            for place in range(len(report))
        ]
        return grown + exchanged

    report: tuple[tuple[str, ...], ...] = ()
    while True:
        best = max(neighbours(report), key=score)
        if report and score(best) <= score(report):
            return text_of([t for s in report for t in s], cased)
        report = best
