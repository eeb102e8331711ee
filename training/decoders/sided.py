"""Sides that agree with the film: the last part of guidance, and a guided text as tokens.

Where a sentence states findings on the left or the right, and the film shows all of those whose
side it tells on the other, the side is exchanged. Where that was done, so is the side of a sentence
that denies one of these findings, or calls the lung clear, on the side on which the film shows it.
src/engine/decoding/sided.ts does exactly the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from training.decoders.concluding import concluding_sentences
from training.decoders.guided import GuidedSentence, guided_sentences, without_restatements
from training.decoders.stances import Sentence, named_findings, stances
from training.text.preparation import FULL_STOP
from training.text.sides import NO_SIDES, FilmSides, Side, stated_side, with_other_side
from training.text.vocabulary import UNK, Vocabulary

Sides = Mapping[str, Side]
"""Those of which a film shows no side are absent."""


def sided_sentences(
    sentences: Sequence[GuidedSentence], sides: Sides, is_word: Callable[[str], bool]
) -> list[GuidedSentence]:
    """The sentences as they are to stand; one that would need a word that is none stays."""

    def exchange(sentence: GuidedSentence, side_of: str | None) -> GuidedSentence:
        other = side_of and with_other_side(" ".join(sentence.words))
        if not other or not all(map(is_word, other.split())):
            return sentence
        return replace(sentence, words=tuple(other.split()), side_of=side_of)

    stated = [exchange(one, _stated_apart(one.words, sides)) for one in sentences]
    turned = {one.side_of for one in stated if one.side_of}
    return without_restatements(
        [exchange(one, _denied_there(one.words, sides, turned)) for one in stated]
    )


def _stated_apart(words: Sentence, sides: Sides) -> str | None:
    """The first finding stated on the other side than the film shows it, if none is on the film's."""
    text = " ".join(words)
    told = []
    for finding, place, is_denied in named_findings(words):
        said = None if is_denied else stated_side(text, len(" ".join(words[:place])))
        if said is not None and finding in sides:
            told.append((finding, said == sides[finding]))
    return told[0][0] if told and not any(agrees for _, agrees in told) else None


def _denied_there(words: Sentence, sides: Sides, turned: Collection[str]) -> str | None:
    """The finding among `turned` that a sentence denies on the side on which the film shows it."""
    stated, denied, normal = stances(words)
    if stated:
        return None
    is_clear = bool(normal) and "clear" in words
    return next((f for f in turned if (is_clear or f in denied) and sides[f] in words), None)


def guided_report(
    tokens: Sequence[int],
    inputs: Sequence[float],
    vocabulary: Vocabulary,
    threshold: float,
    sides: FilmSides = NO_SIDES,
) -> list[int]:
    """Token ids of whole sentences, guided; `threshold` 0: as they are.

    A sentence with a word that the vocabulary lacks is not put in.
    """
    if not threshold:
        return list(tokens)
    sentences = guided_sentences(_sentences(tokens, vocabulary), inputs, threshold, sides.told)
    return _tokens(sided_sentences(sentences, sides.shown, _known(vocabulary)), vocabulary)


def guided_impression(
    tokens: Sequence[int], findings: Sequence[int], vocabulary: Vocabulary, threshold: float
) -> list[int]:
    """Token ids of an impression that follows from `findings`; `threshold` 0: as it is."""
    if not threshold:
        return list(tokens)
    above = [GuidedSentence(words) for words in _sentences(findings, vocabulary)]
    return _tokens(concluding_sentences(_sentences(tokens, vocabulary), above), vocabulary)


def _known(vocabulary: Vocabulary) -> Callable[[str], bool]:
    return frozenset(vocabulary.tokens).__contains__


def _sentences(tokens: Sequence[int], vocabulary: Vocabulary) -> list[Sentence]:
    sentences: list[Sentence] = []
    words: list[str] = []
    for word in vocabulary.decode(tokens):
        if word == FULL_STOP:
            sentences.append(tuple(words))
            words = []
        else:
            words.append(word)
    return sentences


def _tokens(sentences: Sequence[GuidedSentence], vocabulary: Vocabulary) -> list[int]:
    report: list[int] = []
    for sentence in sentences:
        ids = vocabulary.encode((*sentence.words, FULL_STOP))
        if UNK not in ids:
            report += ids
    return report
