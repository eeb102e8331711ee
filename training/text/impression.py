"""From the raw impression of a report to decoder tokens.

The rules of the findings text (`preparation.py`) hold; what an impression has besides is left out:
pointers to the findings above it, advice, history, and what only an earlier film can show.
"""

from __future__ import annotations

import re

from training.text.preparation import FULL_STOP, sentence_tokens, split_sentences, target_sentences
from training.text.report_labeller import sentence_mentions

IMPRESSION_LENGTH = 30
"""Longest impression that is taught and written, in tokens; 98 of 100 are shorter."""

_POINTER = re.compile(
    r"[,;]?\s*\b(?:(?:please )?see (?:above|below)|(?:as )?(?:\w+ )?(?:above|below)|"
    r"as (?:described|detailed|discussed|noted))(?=[\s.,;]|$)",
    re.IGNORECASE,
)
_BEYOND_THE_FILM = re.compile(
    r"\b(?:consider|considered to|consideration may be|correlat\w+|follow-?\s?up|suggest (?:clinical|further)|"
    r"warranted|indicated|additional (?:imaging|views?)|may be of benefit|question\w* about|"
    r"end of report|history|patients?(?:'s)?|clinical concern|clinically|these were not|"
    r"interval|since|(?:prior|previous|recent|old|earlier) "
    r"(?:chest |radiographic )?(?:exam\w*|stud\w+|radiographs?|films?|imaging|x-?rays?))\b"
)


def impression_sentences(text: str) -> list[list[str]]:
    """The sentences of a raw impression that are fit to be learnt, each as tokens with its "."."""
    sentences = []
    for raw in split_sentences(text):
        plain = _POINTER.sub("", raw)
        learnt = target_sentences(plain) or _finding_alone(plain)
        for sentence in learnt:
            if not _BEYOND_THE_FILM.search(" ".join(sentence)) and sentence not in sentences:
                sentences.append(sentence)
    return sentences


def _finding_alone(raw: str) -> list[list[str]]:
    """`Cardiomegaly.` says all in one word; `Chest.` is a heading."""
    tokens = sentence_tokens(raw)
    if len(tokens) != 1 or not sentence_mentions(tokens[0]):
        return []
    return [[*tokens, FULL_STOP]]
