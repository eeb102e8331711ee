"""Runs every source, prints what each is worth, and writes what the best way of reconciling adds."""

from pathlib import Path

import numpy as np

from ..weak.annotate import Entity, annotate_words
from ..weak.assertion import assertions_of
from ..weak.view import Span
from .assertions import assertion_figures, collect_assertions
from .material import Material, read_material
from .reconciled import Additions, write_additions
from .span_figures import candidates, cross_validated, source_table
from .spans import Votes, collect
from .votes import spans_of_tags


def additions_of(tags: np.ndarray, votes: Votes, material: Material) -> Additions:
    """Spans of `tags` that the rules do not have, asserted by the rules' reading of the sentence.

    Only spans clear of the rules' own are taken, so the rules stay the stronger source.
    """
    result: Additions = {}
    ends = np.cumsum(votes.lengths)
    for words, end, length in zip(material.sentences, ends, votes.lengths, strict=True):
        own = annotate_words(words)
        taken = {i for e in own for i in range(e.first, e.last + 1)}
        new = [
            span
            for span in sorted(spans_of_tags(tags[end - length : end]))
            if taken.isdisjoint(range(span[0], span[1] + 1))
        ]
        if not new:
            continue
        spans = [Span(*span) for span in new]
        everything = sorted(
            spans + [Span(e.first, e.last, e.type) for e in own], key=lambda span: span.first
        )
        stances = assertions_of(words, everything)
        result[tuple(word.norm for word in words)] = [
            Entity(span.first, span.last, span.type, stances.get(span)) for span in spans
        ]
    return result


def _rounded(value):
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def reconcile(data: Path, checkpoint: Path, out: Path) -> dict:
    """Figures of all sources; writes the additions of the candidate that measures best.

    The choice is by span F1 on the hand-checked sentences in cross-validation, of equal ones the
    one that uses more sources (the last). entities_iu_dev.json has no part in it.
    """
    material = read_material(data)
    votes = collect(data, checkpoint, out.with_name("source-heads.npz"), material)
    measured = cross_validated(votes, material)
    best = max(row["span_f1"] for row in measured.values())
    chosen = [name for name, row in measured.items() if row["span_f1"] == best][-1]
    tags = candidates(votes)[chosen](material.checked)
    additions = additions_of(tags, votes, material)
    write_additions(out, additions)
    mentions, stances = collect_assertions(data, material)
    return _rounded(
        {
            "sentences": len(material.sentences),
            "words": len(votes.votes),
            "sources": source_table(votes, material),
            "hand_checked_cross_validation": measured,
            "chosen": chosen,
            "entities_added": sum(map(len, additions.values())),
            "assertion": assertion_figures(mentions, stances, material),
        }
    )
