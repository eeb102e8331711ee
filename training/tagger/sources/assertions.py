"""Assertion sources over the rules' findings and devices, and the label model over them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...text.assertion import assertion_of
from ...text.labeller import assertion as labeller_assertion
from ..examples import ASSERTIONS
from ..weak.annotate import annotate_words
from ..words import Word
from .assertion_patterns import pattern_assertion, read_patterns
from .label_model import estimated_accuracy, fit, majority
from .material import Material
from .span_figures import FOLDS, fold_of

NAMES = ("rules", "negex scope", "report labeller", "pattern files")


@dataclass(frozen=True)
class Mention:
    """A finding or device of a sentence: words `first..last`."""

    sentence: int
    first: int
    last: int


def _plain(words: list[Word]) -> tuple[str, list[int]]:
    """The sentence as lower-case text with its own spacing, and the first character of each word."""
    text, starts = "", []
    for i, word in enumerate(words):
        if i and word.start > words[i - 1].end:
            text += " "
        starts.append(len(text))
        text += word.norm
    return text, starts


def collect_assertions(data: Path, material: Material) -> tuple[list[Mention], np.ndarray]:
    """Mentions that the rules find, and votes [mentions, sources] (indices into ASSERTIONS)."""
    patterns = read_patterns(data / "lexicons")
    mentions: list[Mention] = []
    votes: list[list[int]] = []
    for number, words in enumerate(material.sentences):
        text, starts = _plain(words)
        norms = [word.norm for word in words]
        for entity in annotate_words(words):
            if entity.assertion is None:
                continue
            start = starts[entity.first]
            end = starts[entity.last] + len(norms[entity.last])
            said = (
                entity.assertion,
                assertion_of(text, start, end),
                labeller_assertion(text, start, end),
                pattern_assertion(norms, entity.first, entity.last, patterns),
            )
            mentions.append(Mention(number, entity.first, entity.last))
            votes.append([ASSERTIONS.index(stance) for stance in said])
    return mentions, np.array(votes)


def assertion_figures(mentions: list[Mention], votes: np.ndarray, material: Material) -> dict:
    """Per source: conflicts (most others say otherwise), estimated accuracy, accuracy on hand-checked mentions; and the same
    accuracy for the majority and for the label model, unlabelled and with other folds clamped."""
    place = {(m.sentence, m.first, m.last): i for i, m in enumerate(mentions)}
    gold: dict[int, tuple[int, int]] = {}
    for row in material.checked:
        for (first, last), stance in row.assertions.items():
            i = place.get((row.sentence, first, last))
            if i is not None:
                gold[i] = (ASSERTIONS.index(stance), fold_of(row.uid))
    rows = np.array(sorted(gold))
    truth = np.array([gold[i][0] for i in rows])
    folds = np.array([gold[i][1] for i in rows])
    ones = np.ones(len(votes), dtype=np.int64)
    model = fit(votes, ones, list(ASSERTIONS))
    estimates = estimated_accuracy(model, votes, ones)

    def accuracy(read: np.ndarray) -> dict[str, float]:
        right = read[rows] == truth
        per_class = [float(right[truth == k].mean()) for k in range(3) if (truth == k).any()]
        return {"accuracy": float(right.mean()), "balanced": float(np.mean(per_class))}

    table = {
        name: {
            "conflicts": float(
                ((np.delete(votes, s, 1) != votes[:, s][:, None]).mean(1) > 0.5).mean()
            ),
            "estimated_accuracy": float(estimates[s]),
        }
        | accuracy(votes[:, s])
        for s, name in enumerate(NAMES)
    }
    clamped_read = np.zeros(len(votes), dtype=np.int64)
    for fold in range(FOLDS):
        known = np.full(len(votes), -1)
        known[rows[folds != fold]] = truth[folds != fold]
        weights = np.where(known >= 0, 10.0, 1.0)
        fitted = fit(votes, ones, list(ASSERTIONS), clamped=known, weights=weights)
        part = rows[folds == fold]
        clamped_read[part] = fitted.posteriors(votes, ones)[0][part].argmax(axis=1)
    return {
        "mentions": len(mentions),
        "hand_checked": len(rows),
        "sources": table,
        "reconciled": {
            "majority": accuracy(majority(votes, 3)),
            "label model": accuracy(model.posteriors(votes, ones)[0].argmax(axis=1)),
            "label model, checked mentions clamped": accuracy(clamped_read),
        },
    }
