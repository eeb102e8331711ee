"""The different sentences of the training reports, how often each stands there, and the checked ones."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..report_set import read_gold, sentence_digest
from ..reports import training_sections
from ..weak import lexicon
from ..weak.sentences import sentences_of
from ..words import Word, split_words
from .votes import votes_of


@dataclass(frozen=True)
class Checked:
    """A hand-checked sentence: study, index of its words in the material, tags, assertions by span."""

    uid: str
    sentence: int
    tags: np.ndarray
    assertions: dict[tuple[int, int], str]


@dataclass(frozen=True)
class Material:
    """Sentences (words with places relative to nothing in particular), their counts, the checked ones."""

    sentences: list[list[Word]]
    counts: list[int]
    checked: list[Checked]
    read_words: frozenset[str]
    """Words that stand in the texts at least twice or in the rules' lexicon: each was read by a person."""


def read_material(data: Path) -> Material:
    """Every different sentence (by normal forms) of the training sections, in order of appearance."""
    gold = read_gold()
    index: dict[tuple[str, ...], int] = {}
    sentences: list[list[Word]] = []
    counts: list[int] = []
    checked: list[Checked] = []
    word_counts: Counter[str] = Counter()
    for section in training_sections(data):
        words = split_words(section.text)
        word_counts.update(word.norm for word in words)
        units = section.text.encode("utf-16-le")
        for first, end in sentences_of(words):
            part = words[first:end]
            key = tuple(word.norm for word in part)
            if key not in index:
                index[key] = len(sentences)
                sentences.append(part)
                counts.append(0)
            counts[index[key]] += 1
            row = gold.get((section.uid, section.name, part[0].start))
            text = units[2 * part[0].start : 2 * part[-1].end].decode("utf-16-le")
            if row is None or sentence_digest(text) != row["digest"]:
                continue
            starts = {word.start: i for i, word in enumerate(part)}
            ends = {word.end: i for i, word in enumerate(part)}
            spans = [(starts[e["start"]], ends[e["end"]], e["type"]) for e in row["entities"]]
            stances = {
                (first_word, last_word): e["assertion"]
                for (first_word, last_word, _), e in zip(spans, row["entities"], strict=True)
                if e.get("assertion")
            }
            checked.append(Checked(section.uid, index[key], votes_of(len(part), spans, 0), stances))
    known = {word for word, count in word_counts.items() if count >= 2}
    for value in vars(lexicon).values():
        if isinstance(value, frozenset | set):
            known |= value
    return Material(sentences, counts, checked, frozenset(known))
