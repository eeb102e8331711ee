"""From a raw findings text to decoder tokens, and from tokens back to text.

Tokens are lower-case words, "," and "."; every sentence ends with ".". Unlike the R2Gen cleaning
(`r2gen.py`, used for the evaluation references) commas, decimal points, slashes and apostrophes
inside a word are kept, since they mean something to a reader; that cleaning removes them from the
written text again, so the scores are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from training.text.anonymised import repair_sentence

FULL_STOP = "."
COMMA = ","

_NUMBERING = re.compile(r"(?:(?<=^)|(?<=[.\s]))\d{1,2}\s?[.)]\s+(?=[A-Za-z])")
_SENTENCE_END = re.compile(r"(?<!\bDr)(?<!\bdr)(?<!\bvs)[.?!]+(?=\s|$)|[.](?=[A-Z])|(?<=\d)\.\s")
_WORD = re.compile(r"\d+(?:\.\d+)+|[a-z0-9]+(?:[-/'][a-z0-9]+)*|,")
# Sentences about something outside the film: earlier examinations, people, advice, dates.
_OUTSIDE = re.compile(
    r"\b(?:discussed|telephone|dictat\w+|reported to|notified|communicated|clinical correlation|"
    r"recommend\w*|please|dr|physician|comparison (?:is )?made|compared (?:to|with)|"
    r"comparison (?:with|to)|comparison|helpful|further evaluation|ct|mri|"
    r"outside (?:study|film))\b",
)
_SHORTEST = 2


def split_sentences(text: str) -> list[str]:
    """Sentences of a raw report text, without full stops and numbering; case is kept."""
    plain = text.replace("&gt;", " ").replace("&lt;", " ").replace("]", " ").replace("[", " ")
    plain = _NUMBERING.sub(" ", re.sub(r"\s+", " ", plain))
    return [part.strip(" ,;:-.") for part in _SENTENCE_END.split(plain) if part.strip(" ,;:-.")]


def sentence_tokens(sentence: str) -> list[str]:
    """Words and commas of one sentence, no full stop; no comma at its ends or twice running."""
    text = re.sub(r"\([^)]*\)", " ", sentence.lower())
    text = re.sub(r"\s*;\s*", ", ", text)
    tokens: list[str] = []
    for token in _WORD.findall(text):
        if token == COMMA and (not tokens or tokens[-1] == COMMA):
            continue
        tokens.append(token)
    while tokens and tokens[-1] == COMMA:
        tokens.pop()
    return tokens


def target_sentences(text: str) -> list[list[str]]:
    """The sentences of a report that are fit to be learnt, each as tokens with its final "."."""
    sentences = []
    for raw in split_sentences(text):
        repaired = repair_sentence(raw)
        if repaired is None:
            continue
        tokens = sentence_tokens(repaired)
        if len(tokens) < _SHORTEST or _OUTSIDE.search(" ".join(tokens)):
            continue
        if tokens[-1] in _DANGLING:
            continue
        sentence = [*tokens, FULL_STOP]
        if sentence not in sentences:
            sentences.append(sentence)
    return sentences


_DANGLING = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "with",
        "in",
        "to",
        "from",
        "for",
        "is",
        "are",
        "was",
        "were",
        "may",
        "at",
        "on",
        "by",
        "which",
        "that",
        "no",
        "than",
    ]
)


def cased_words(raw_texts: Iterable[str], vocabulary: Iterable[str]) -> dict[str, str]:
    """Words of the vocabulary that reports write with capitals inside a sentence (CT, Schmorl)."""
    forms: dict[str, dict[str, int]] = {}
    known = set(vocabulary)
    for text in raw_texts:
        for sentence in split_sentences(text):
            if sentence.isupper():
                continue
            for word in re.findall(r"[A-Za-z0-9]+(?:[-/'][A-Za-z0-9]+)*", sentence)[1:]:
                if word.lower() in known:
                    counts = forms.setdefault(word.lower(), {})
                    counts[word] = counts.get(word, 0) + 1
    cased = {}
    for word, counts in forms.items():
        best = max(counts, key=lambda form: counts[form])
        if best != word and counts[best] > 0.6 * sum(counts.values()):
            cased[word] = best
    return cased


def text_of(tokens: Sequence[str], cased: Mapping[str, str]) -> str:
    """Written text: sentences with a capital and a full stop, "," and "." close to their word."""
    sentences = []
    words: list[str] = []
    for token in tokens:
        if token == FULL_STOP:
            if words:
                sentences.append(_sentence_text(words, cased))
            words = []
        else:
            words.append(token)
    if words:
        sentences.append(_sentence_text(words, cased))
    return " ".join(sentences)


def _sentence_text(words: Sequence[str], cased: Mapping[str, str]) -> str:
    text = ""
    for word in words:
        if word == COMMA:
            text += COMMA
        else:
            text += (" " if text else "") + cased.get(word, word)
    return text[:1].upper() + text[1:] + FULL_STOP
