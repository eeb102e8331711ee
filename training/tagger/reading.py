"""Reading texts with a trained tagger: windows, Viterbi, assertion; and entity scores."""

from dataclasses import dataclass

import numpy as np
import torch

from .crf import FORBIDDEN, allowed_starts, allowed_transitions, entities_of, viterbi
from .examples import ASSERTIONS, Example, make_batch, piece_count
from .network import Tagger
from .vocabulary import WordPiece

WINDOW = 254
"""Word pieces of a window, [CLS] and [SEP] not counted."""
OVERLAP = 64
"""Word pieces that the next window repeats, at least."""


@dataclass(frozen=True)
class Found:
    """Words `first..last` (inclusive), type, and assertion for report findings and devices."""

    first: int
    last: int
    type: str
    assertion: str | None


def constraints(model: Tagger, task: str) -> tuple[np.ndarray, np.ndarray]:
    """Transitions and start scores with FORBIDDEN where BIO forbids."""
    tags = model.tag_sets[task]
    learned = model.transitions[task].detach().float().numpy()
    transitions = np.where(allowed_transitions(tags), learned, FORBIDDEN)
    return transitions, np.where(allowed_starts(tags), 0.0, FORBIDDEN)


def windows(words: list[str], vocabulary: WordPiece) -> list[tuple[int, int, int, int]]:
    """Windows over a text: (first, end) words read and (from, to) words whose scores are used.

    A window takes whole words up to WINDOW pieces; the next one starts at the first word from
    which at most OVERLAP pieces of it remain repeated. In an overlap the first half of the words
    is read from the earlier window.
    """
    counts = [min(len(vocabulary.pieces(word)), WINDOW) for word in words]
    found: list[tuple[int, int]] = []
    first = 0
    while True:
        end, used = first, 0
        while end < len(words) and used + counts[end] <= WINDOW:
            used += counts[end]
            end += 1
        found.append((first, end))
        if end >= len(words):
            break
        start, repeated = end, 0
        while start - 1 > first and repeated + counts[start - 1] <= OVERLAP:
            start -= 1
            repeated += counts[start]
        first = start
    result = []
    for k, (first, end) in enumerate(found):
        begin = first if k == 0 else (first + found[k - 1][1]) // 2
        finish = end if k == len(found) - 1 else (found[k + 1][0] + end) // 2
        result.append((first, end, begin, finish))
    return result


@torch.no_grad()
def read_many(
    model: Tagger, vocabulary: WordPiece, task: str, texts: list[list[str]]
) -> list[list[Found]]:
    """Entities of texts given as normal-form words, in the order given."""
    model.eval()
    tags = model.tag_sets[task]
    transitions, starts = constraints(model, task)
    jobs = [
        (t, *window)
        for t, words in enumerate(texts)
        if words
        for window in windows(words, vocabulary)
    ]
    jobs.sort(key=lambda job: piece_count(texts[job[0]][job[1] : job[2]], vocabulary))
    scores = [np.zeros((len(words), len(tags)), dtype=np.float32) for words in texts]
    stances = [np.zeros((len(words), 3), dtype=np.float32) for words in texts]
    for at in range(0, len(jobs), 32):
        group = jobs[at : at + 32]
        batch = make_batch(
            [Example(task, texts[t][a:b], [0] * (b - a)) for t, a, b, _, _ in group],
            vocabulary,
            model.sizes.positions,
        )
        hidden = model.encode(batch.ids, batch.lengths, model.depth(task)).float()
        index = batch.first_piece[:, :, None].expand(-1, -1, hidden.shape[2])
        at_words = hidden.gather(1, index)
        emitted = model.heads[task](at_words).numpy()
        stance = model.assertion(at_words).numpy()
        for row, (t, a, _, begin, finish) in enumerate(group):
            scores[t][begin:finish] = emitted[row, begin - a : finish - a]
            stances[t][begin:finish] = stance[row, begin - a : finish - a]
    results: list[list[Found]] = []
    for t, words in enumerate(texts):
        path = [tags[i] for i in viterbi(scores[t], transitions, starts)] if words else []
        found = []
        for first, last, kind in entities_of(path):
            stance = None
            if task == "report" and kind in ("DISEASE", "DEVICE"):
                stance = ASSERTIONS[int(stances[t][first : last + 1].mean(axis=0).argmax())]
            found.append(Found(first, last, kind, stance))
        results.append(found)
    return results


def f1(gold: list[set[tuple]], predicted: list[set[tuple]]) -> dict[str, float]:
    """Micro precision, recall and F1 of exact spans with types."""
    matched = sum(len(g & p) for g, p in zip(gold, predicted, strict=True))
    of_gold, of_predicted = sum(map(len, gold)), sum(map(len, predicted))
    precision = matched / of_predicted if of_predicted else 0.0
    recall = matched / of_gold if of_gold else 0.0
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if matched else 0.0,
        "entities": float(of_gold),
    }
