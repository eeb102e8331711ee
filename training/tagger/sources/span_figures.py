"""Coverage, conflicts and accuracy of the span sources; figures against the hand-checked sentences."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..reading import f1
from .label_model import LabelModel, decode, estimated_accuracy, fit, majority
from .material import Checked, Material
from .spans import RULES, Votes, fill
from .votes import ABSTAIN, TAGS, spans_of_tags

FOLDS = 5
TRUST = {RULES: 0.9}
"""Starting trust in a source; 0.75 for the others. Only where the fit starts, not what it finds."""
CHECKED_WEIGHT = 10.0
"""What a word of a hand-checked sentence counts where such sentences are clamped."""
SURE = 0.9
"""Least probability of every word of a span for the label model to be sure of it."""


def fold_of(uid: str) -> int:
    """Fold of a study (all its sentences together)."""
    return zlib.crc32(uid.encode()) % FOLDS


def scores(tags: np.ndarray, votes: Votes, checked: list[Checked]) -> dict[str, float]:
    """Span and word figures of `tags` [words] against hand-checked sentences.

    Word F1 counts words inside entities by type; B and I are the same there.
    """
    gold_spans, read_spans, gold_words, read_words = [], [], [], []
    for row in checked:
        read = tags[votes.sentence(row.sentence)]
        gold_spans.append(spans_of_tags(row.tags))
        read_spans.append(spans_of_tags(read))
        gold_words.append(_typed_words(row.tags))
        read_words.append(_typed_words(read))
    spans, words = f1(gold_spans, read_spans), f1(gold_words, read_words)
    return {
        "span_precision": spans["precision"],
        "span_recall": spans["recall"],
        "span_f1": spans["f1"],
        "word_f1": words["f1"],
    }


def _typed_words(tags: np.ndarray) -> set[tuple]:
    return {(i, TAGS[tag][2:]) for i, tag in enumerate(tags) if tag not in (0, ABSTAIN)}


@dataclass(frozen=True)
class Read:
    """What a fitted label model reads: tags [words] and the probability of each."""

    model: LabelModel
    tags: np.ndarray
    sure: np.ndarray


def read_by_model(votes: Votes, keep: list[int], clamped: np.ndarray | None, silence: bool) -> Read:
    """Fits the label model on the sources `keep` and reads every sentence with it."""
    part = votes.votes[:, keep]
    trust = np.array([TRUST.get(votes.names[s], 0.75) for s in keep])
    weights = None
    if clamped is not None:
        weights = np.where(clamped >= 0, CHECKED_WEIGHT, 1.0)
    model = fit(part, votes.lengths, TAGS, trust, clamped, silence, weights=weights)
    posterior, _ = model.posteriors(part, votes.lengths)
    tags = decode(model, posterior, votes.lengths)
    return Read(model, tags, posterior[np.arange(len(tags)), tags])


def clamp(votes: Votes, checked: list[Checked]) -> np.ndarray:
    """[words] tags of the hand-checked sentences, -1 elsewhere."""
    known = np.full(len(votes.votes), -1)
    for row in checked:
        known[votes.sentence(row.sentence)] = row.tags
    return known


def candidates(votes: Votes) -> dict[str, Callable[[list[Checked]], np.ndarray]]:
    """Ways to reconcile the sources: given hand-checked sentences to learn from, tags of all words."""
    everyone = list(range(len(votes.names)))
    public = [s for s in everyone if votes.names[s] != RULES]
    rules = votes.column(RULES)

    @cache
    def unlabelled(with_rules: bool, silence: bool) -> Read:
        return read_by_model(votes, everyone if with_rules else public, None, silence)

    return {
        "rules": lambda _: np.where(rules == ABSTAIN, 0, rules),
        "majority": lambda _: majority(votes.votes, len(TAGS)),
        "label model": lambda _: unlabelled(True, False).tags,
        "label model, silence counts": lambda _: unlabelled(True, True).tags,
        "label model without the rules": lambda _: unlabelled(False, True).tags,
        "label model, checked sentences clamped": lambda known: (
            read_by_model(votes, everyone, clamp(votes, known), True).tags
        ),
        "rules, filled by the label model": lambda _: fill(rules, unlabelled(False, True).tags),
        "rules, filled where it is sure": lambda _: fill(
            rules,
            np.where(
                unlabelled(False, True).sure < SURE,
                0,
                unlabelled(False, True).tags,
            ),
        ),
    }


def cross_validated(votes: Votes, material: Material) -> dict[str, dict[str, float]]:
    """Figures of each candidate on the hand-checked sentences, each fold read by a fit without it."""
    result: dict[str, dict[str, float]] = {}
    for name, make in candidates(votes).items():
        tags = np.zeros(len(votes.votes), dtype=np.int64)
        for fold in range(FOLDS):
            known = [row for row in material.checked if fold_of(row.uid) != fold]
            read = make(known)
            for row in material.checked:
                if fold_of(row.uid) == fold:
                    place = votes.sentence(row.sentence)
                    tags[place] = read[place]
        result[name] = scores(tags, votes, material.checked)
    return result


def source_table(votes: Votes, material: Material) -> dict[str, dict[str, float]]:
    """Each source: share of words it votes on; share it types (coverage); of these the share that
    another source types too (overlaps) and types otherwise (conflicts); the label model's estimate
    of the share of its typed words that are right; and its figures on the hand-checked sentences."""
    model = read_by_model(votes, list(range(len(votes.names))), None, False).model
    estimates = estimated_accuracy(model, votes.votes, votes.lengths)
    kinds = np.where(votes.votes == ABSTAIN, -1, (votes.votes + 1) // 2)
    table: dict[str, dict[str, float]] = {}
    for s, name in enumerate(votes.names):
        column = kinds[:, s]
        typed = column > 0
        others = np.delete(kinds, s, axis=1)
        also = (others > 0).any(axis=1)
        against = ((others > 0) & (others != column[:, None])).any(axis=1)
        table[name] = {
            "votes": float((column >= 0).mean()),
            "coverage": float(typed.mean()),
            "overlaps": float(also[typed].mean()) if typed.any() else 0.0,
            "conflicts": float(against[typed].mean()) if typed.any() else 0.0,
            "estimated_accuracy": float(estimates[s]),
        } | scores(votes.votes[:, s], votes, material.checked)
    return table
