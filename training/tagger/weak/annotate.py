"""Whole reports: words, sentences, spans and assertions put together."""

from dataclasses import dataclass

from ..words import Word, split_words
from .assertion import assertions_of
from .sentences import sentences_of
from .spans import spans_of


@dataclass(frozen=True)
class Entity:
    """Words `first..last` (inclusive) of the text, type, and assertion (None for anatomy, chemical)."""

    first: int
    last: int
    type: str
    assertion: str | None


def annotate_words(words: list[Word]) -> list[Entity]:
    """The entities of a report given as words, in order."""
    entities: list[Entity] = []
    for first, end in sentences_of(words):
        sentence = words[first:end]
        spans = spans_of(sentence)
        assertions = assertions_of(sentence, spans)
        for span in spans:
            entities.append(
                Entity(first + span.first, first + span.last, span.type, assertions.get(span))
            )
    return entities


def annotate(text: str) -> tuple[list[Word], list[Entity]]:
    """Words and entities of a report text."""
    words = split_words(text)
    return words, annotate_words(words)
