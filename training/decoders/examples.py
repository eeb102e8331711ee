"""Training examples: which films, which finding inputs and which weighted words."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from training.findings import FINDINGS
from training.text.impression import IMPRESSION_LENGTH, impression_sentences
from training.text.preparation import COMMA, target_sentences
from training.text.report_labeller import report_assertions, sentence_mentions
from training.text.studies import Study
from training.text.vocabulary import BOS, EOS, Vocabulary

# Abnormal statements beyond the 16 findings; only their words' weight depends on it.
_OTHER_ABNORMAL = re.compile(
    r"\b(?:opacit\w+|densit\w+|airspace disease|scar\w*|granuloma\w*|hyperinflat\w+|hyperexpan\w+|"
    r"tortuous|ectatic|blunting|elevat\w+|congestion|cephalization|degenerative|scoliosis|kyphosis|"
    r"low lung volumes|bronchovascular crowding|calcifi\w+|interstitial markings|prominent|"
    r"spondylosis|osteophyt\w+|deformit\w+|eventration|copd|atherosclero\w+)\b"
)
_NEGATED = re.compile(r"\b(?:no|without|not|normal|unremarkable|free of|clear)\b")


@dataclass(frozen=True)
class Example:
    """A study with its target sentences (tokens, with "."), their weights and stated findings.

    impression: the sentences of its second segment, none where the report has none that can be
    learnt. typical: the findings section in the words of a more usual report (typical.py), none
    where that was not asked for. stated: value in 0..1 for each of FINDINGS: 1 stated present, 0.5
    uncertain, 0 otherwise; `No Finding` is 1 for a study that is labelled normal.
    """

    study: Study
    sentences: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]
    stated: tuple[float, ...]
    impression: tuple[tuple[str, ...], ...] = ()
    impression_weights: tuple[float, ...] = ()
    typical: tuple[tuple[str, ...], ...] = ()
    typical_weights: tuple[float, ...] = ()

    @property
    def length(self) -> int:
        """Words of both segments, full stops and commas counted."""
        return sum(len(sentence) for sentence in (*self.sentences, *self.impression))

    @property
    def abnormal(self) -> bool:
        """A finding is stated present."""
        return any(value == 1.0 for value in self.stated[:-1])


def sentence_weight(tokens: tuple[str, ...], finding: float, other: float) -> float:
    """Loss weight: `finding` if one is stated present, `other` for further abnormal statements."""
    text = " ".join(tokens[:-1]).replace(f" {COMMA}", COMMA)
    if any(mention.assertion == "present" for mention in sentence_mentions(text)):
        return finding
    if _OTHER_ABNORMAL.search(text) and not _NEGATED.search(text):
        return other
    return 1.0


def is_abnormal(tokens: tuple[str, ...]) -> bool:
    """Whether a sentence states a finding or anything else abnormal."""
    return sentence_weight(tokens, 2.0, 2.0) > 1.0


def make_example(study: Study, finding: float = 1.0, other: float = 1.0) -> Example | None:
    """The example of a study, or None when no sentence of it can be learnt."""
    sentences = tuple(tuple(sentence) for sentence in target_sentences(study.findings))
    if not sentences:
        return None
    text = " ".join(" ".join(sentence) for sentence in sentences)
    assertions = report_assertions(text.replace(f" {COMMA}", COMMA))
    value = {"present": 1.0, "uncertain": 0.5, "absent": 0.0}
    stated = [value[assertions.get(name, "absent")] for name in FINDINGS[:-1]]
    stated.append(float(study.normal))
    weights = tuple(sentence_weight(sentence, finding, other) for sentence in sentences)
    impression = tuple(
        tuple(sentence)
        for sentence in impression_sentences(study.impression)
        if len(sentence) <= IMPRESSION_LENGTH
    )
    return Example(
        study,
        sentences,
        weights,
        tuple(stated),
        impression,
        tuple(sentence_weight(sentence, finding, other) for sentence in impression),
    )


def target_words(
    example: Example,
    vocabulary: Vocabulary,
    max_length: int,
    shuffle: float,
    rng: random.Random,
    impression: float = 0.0,
    typical: float = 0.0,
) -> tuple[list[int], list[int], list[float]]:
    """(input ids from <bos>, target ids to the last <eos>, loss weights) of one example.

    A report too long loses plain sentences from its end first. With probability `shuffle` two
    neighbouring sentences change places. With `impression`, the factor of its loss weights, above 0
    the impression and a second <eos> follow the findings' own. With probability `typical` the
    findings are told in the words of a more usual report, where the example has one.
    """
    sentences, sentence_weights = example.sentences, example.weights
    if example.typical and rng.random() < typical:
        sentences, sentence_weights = example.typical, example.typical_weights
    order = shortened(sentences, sentence_weights, max_length)
    if len(order) > 1 and rng.random() < shuffle:
        place = rng.randrange(len(order) - 1)
        order[place], order[place + 1] = order[place + 1], order[place]
    targets: list[int] = []
    weights: list[float] = []
    for place in order:
        ids = vocabulary.encode(sentences[place])[:max_length]
        targets += ids
        weights += [sentence_weights[place]] * len(ids)
    targets, weights = [*targets, EOS], [*weights, 1.0]
    order = shortened(example.impression, example.impression_weights, IMPRESSION_LENGTH)
    if impression > 0 and order:
        for place in order:
            ids = vocabulary.encode(example.impression[place])
            targets += ids
            weights += [impression * example.impression_weights[place]] * len(ids)
        targets, weights = [*targets, EOS], [*weights, impression]
    return [BOS, *targets[:-1]], targets, weights


def shortened(
    sentences: Sequence[Sequence[str]], weights: Sequence[float], max_length: int
) -> list[int]:
    """Places of the sentences kept to hold `max_length` words: the plain ones at the end go first.

    One sentence stays, however long it is.
    """
    order = list(range(len(sentences)))
    while sum(len(sentences[place]) for place in order) > max_length and len(order) > 1:
        plain = [place for place in order if weights[place] == 1.0]
        order.remove(plain[-1] if plain else order[-1])
    return order
