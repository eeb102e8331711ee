"""Training examples and batches of word pieces."""

import random
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from .vocabulary import CLS, MASK, PAD, SEP, UNK, WordPiece

ASSERTIONS = ("present", "absent", "uncertain")


@dataclass(frozen=True)
class Example:
    """Words, tag ids, and for the report set the (first, last, assertion id) of its findings."""

    task: str
    words: list[str]
    tags: list[int]
    assertions: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class Batch:
    """Examples of one task as tensors. `first_piece` [B, W] are piece positions of words."""

    task: str
    ids: Tensor
    lengths: Tensor
    first_piece: Tensor
    tags: Tensor
    word_counts: Tensor
    assertions: list[tuple[int, int, int, int]]


def piece_count(words: list[str], vocabulary: WordPiece) -> int:
    """Pieces of the words, [CLS] and [SEP] counted."""
    return 2 + sum(len(vocabulary.pieces(word)) for word in words)


def encode_words(
    words: list[str], vocabulary: WordPiece, longest: int
) -> tuple[list[int], list[int]]:
    """Piece ids with [CLS] and [SEP], and the position of each word's first piece.

    Words beyond `longest` pieces are left out (the second list is then shorter than `words`).
    """
    ids, firsts = [CLS], []
    for word in words:
        pieces = vocabulary.pieces(word)
        if len(ids) + len(pieces) + 1 > longest:
            break
        firsts.append(len(ids))
        ids.extend(pieces)
    ids.append(SEP)
    return ids, firsts


def make_batch(
    examples: list[Example],
    vocabulary: WordPiece,
    longest: int,
    chance: random.Random | None = None,
    word_dropout: float = 0.0,
) -> Batch:
    """Pads the examples; with `chance`, each word's pieces are masked with probability `word_dropout`."""
    encoded = [encode_words(example.words, vocabulary, longest) for example in examples]
    length = max(len(ids) for ids, _ in encoded)
    width = max(len(firsts) for _, firsts in encoded)
    ids = np.full((len(examples), length), PAD, dtype=np.int64)
    firsts = np.zeros((len(examples), width), dtype=np.int64)
    tags = np.zeros((len(examples), width), dtype=np.int64)
    assertions: list[tuple[int, int, int, int]] = []
    for b, (example, (row, starts)) in enumerate(zip(examples, encoded, strict=True)):
        if chance is not None and word_dropout > 0:
            row = list(row)
            ends = [*starts[1:], len(row) - 1]
            for start, end in zip(starts, ends, strict=True):
                if chance.random() < word_dropout:
                    row[start:end] = [MASK if chance.random() < 0.5 else UNK] * (end - start)
        ids[b, : len(row)] = row
        firsts[b, : len(starts)] = starts
        tags[b, : len(starts)] = example.tags[: len(starts)]
        assertions += [
            (b, first, last, value)
            for first, last, value in example.assertions
            if last < len(starts)
        ]
    return Batch(
        examples[0].task,
        torch.from_numpy(ids),
        torch.tensor([len(row) for row, _ in encoded]),
        torch.from_numpy(firsts),
        torch.from_numpy(tags),
        torch.tensor([len(starts) for _, starts in encoded]),
        assertions,
    )


def bucketed(
    examples: list[Example], vocabulary: WordPiece, pieces_a_batch: int, chance: random.Random
) -> list[list[Example]]:
    """Batches of one task each, of similar lengths, at most `pieces_a_batch` padded pieces; shuffled."""
    by_task: dict[str, list[tuple[float, Example]]] = {}
    for example in examples:
        length = piece_count(example.words, vocabulary)
        by_task.setdefault(example.task, []).append((length * chance.uniform(0.9, 1.1), example))
    batches: list[list[Example]] = []
    for rows in by_task.values():
        rows.sort(key=lambda row: row[0])
        batch: list[Example] = []
        for length, example in rows:
            if batch and (len(batch) + 1) * length > pieces_a_batch:
                batches.append(batch)
                batch = []
            batch.append(example)
        if batch:
            batches.append(batch)
    chance.shuffle(batches)
    return batches
