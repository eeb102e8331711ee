"""All span sources put together: votes of every source over every training sentence."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..weak.annotate import annotate_words
from ..weak.sentences import sentences_of
from .corpus_heads import cached_heads
from .material import Material
from .terms import term_sources
from .votes import ABSTAIN, TAGS, votes_of

RULES = "rules"


@dataclass(frozen=True)
class Votes:
    """votes [words, sources] of the sentences laid end to end."""

    names: list[str]
    votes: np.ndarray
    lengths: np.ndarray

    def column(self, name: str) -> np.ndarray:
        return self.votes[:, self.names.index(name)]

    def sentence(self, i: int) -> slice:
        """The words of sentence `i`."""
        end = int(self.lengths[: i + 1].sum())
        return slice(end - int(self.lengths[i]), end)


def rule_votes(material: Material) -> np.ndarray:
    """Tags of the rules; abstain on words that no person has read (outside every span, of letters,
    once in the texts, in no word class)."""
    parts = []
    for words in material.sentences:
        found = annotate_words(words)
        assert len(sentences_of(words)) <= 2, "a sentence stays one when read alone"
        votes = votes_of(len(words), [(e.first, e.last, e.type) for e in found], 0)
        for i, word in enumerate(words):
            if votes[i] == 0 and word.norm.isalpha() and word.norm not in material.read_words:
                votes[i] = ABSTAIN
        parts.append(votes)
    return np.concatenate(parts)


def collect(data: Path, checkpoint: Path, cache: Path, material: Material) -> Votes:
    """Rules, lexicons and, where `checkpoint` holds a trained tagger, the heads of the corpora."""
    norms = [[word.norm for word in words] for words in material.sentences]
    columns: dict[str, np.ndarray] = {RULES: rule_votes(material)}
    for name, source in term_sources(data / "lexicons").items():
        columns[name] = np.concatenate(
            [votes_of(len(words), source.spans(words)) for words in norms]
        )
    if (checkpoint / "model.pt").exists():
        for head, votes in cached_heads(checkpoint, norms, cache).items():
            columns[f"head {head}"] = np.concatenate(votes)
    return Votes(
        list(columns),
        np.stack(list(columns.values()), axis=1),
        np.array([len(words) for words in norms]),
    )


def fill(rules: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The rules' tags; where they abstain the other's, if it puts a whole span on such words alone."""
    result = np.where(rules == ABSTAIN, 0, rules)
    i = 0
    while i < len(rules):
        if TAGS[other[i]].startswith("B-"):
            end = i + 1
            while end < len(rules) and TAGS[other[end]] == "I-" + TAGS[other[i]][2:]:
                end += 1
            span = rules[i:end]
            if (span == ABSTAIN).any() and ((span == ABSTAIN) | (span == 0)).all():
                result[i:end] = other[i:end]
            i = end
        else:
            i += 1
    return result
