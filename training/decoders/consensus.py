"""Consensus decoding: of several drafts of a report, the one that says most of what all of them say.

Minimum Bayes risk decoding (Kumar and Byrne 2004; with sampled drafts Eikema and Aziz 2022), its
gain ROUGE-L and the n-gram cosine of CIDEr. The likeliest report is often the least specific one;
this is the typical one.
src/engine/decoding/consensus.ts does exactly the same: the draws depend on numbers that both make
alike, so that the same films always give the same report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.decoding import Rules, finished_report, forbidden
from training.metrics.cider import plain_terms
from training.metrics.rouge import sentence_rouge_l
from training.text.scrambled import scrambled
from training.text.vocabulary import BOS, EOS

PLACES = 1024
"""More than a draft has tokens; the draws of a draft are counted from its number times this."""

ALIKE = 1e-9
"""Gains as close as that are equal, however their sums were rounded."""

USUAL_DRAFTS = 16
"""For a decoder that does not say how many."""


@dataclass(frozen=True)
class Consensus:
    """How many drafts are drawn beside the greedy one, and from how sharp a distribution; `first`:
    number of the first of them, other numbers are other draws."""

    drafts: int
    temperature: float
    first: int = 1

    @staticmethod
    def of(sizes: Sizes) -> Consensus:
        """As the decoder says."""
        return Consensus(sizes.drafts or USUAL_DRAFTS, sizes.temperature)


def chance(draft: int, place: int) -> float:
    """The number in 0..1 (1 excluded) that draws a token.

    draft: 1 for the first one that is drawn for a report; place: of the token in the draft.
    """
    return int(scrambled(np.array(draft * PLACES + place))) / 2**32


def drawn(logits: np.ndarray, masked: Sequence[int], temperature: float, number: float) -> int:
    """The token whose share of the summed probabilities, in the order of ids, holds `number`.

    logits [vocabulary]; masked: ids that may not be drawn.
    """
    scores = logits.astype(np.float64)
    scores[list(masked)] = -np.inf
    sums = np.exp((scores - scores.max()) / temperature).cumsum()
    return int(np.searchsorted(sums, number * sums[-1], side="right"))


@torch.no_grad()
def drafts(
    model: AttentionDecoder, slots: Tensor, rules: Rules, consensus: Consensus
) -> list[list[list[int]]]:
    """The drafts of each study of slots [B, S, D], finished, the greedy one first."""
    count = consensus.drafts + 1
    slots = slots.repeat_interleave(count, dim=0)
    state, keys = model.start(slots)
    rows = slots.shape[0]
    word = torch.full((rows,), BOS)
    reports: list[list[int]] = [[] for _ in range(rows)]
    running = set(range(rows))
    for place in range(rules.max_length + 1):
        joint, state, _ = model.step(word, state, slots, keys)
        logits = model.output(joint).numpy()
        for row in sorted(running):
            report, draft = reports[row], row % count
            masked = forbidden(report, rules)
            if draft == 0:
                logits[row, masked] = -np.inf
                token = int(logits[row].argmax())
            else:
                number = chance(draft - 1 + consensus.first, place)
                token = drawn(logits[row], masked, consensus.temperature, number)
            word[row] = token
            if token == EOS or len(report) == rules.max_length:
                running.remove(row)
            else:
                report.append(token)
        if not running:
            break
    finished = [finished_report(report, rules) for report in reports]
    return [finished[start : start + count] for start in range(0, rows, count)]


def most_agreed(reports: Sequence[Sequence[int]], comma: int | None = None) -> list[int]:
    """The report that says most of what all of them say; of equal ones the first.

    It has the highest sum, against all of them, of ROUGE-L, which asks for their words in their
    order, and of CIDEr without document frequencies, which asks for their phrases and their length;
    each 0 to 1. Commas are no words.
    """
    counts = Counter(tuple(report) for report in reports)
    words = {report: [token for token in report if token != comma] for report in counts}
    terms = {report: plain_terms(words[report]) for report in counts}
    best, highest = (), -1.0
    for report in counts:
        gain = sum(
            count
            * (
                sentence_rouge_l(words[other], words[report])
                + terms[other].similarity(terms[report])
            )
            for other, count in counts.items()
        )
        if gain > highest + ALIKE:
            best, highest = report, gain
    return list(best)
