"""The `report` training set: weak labels, hand-checked sentences over them, and slot filling."""

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ..paths import RUNS
from .corpora import REPORT_TYPES, tag_list
from .examples import ASSERTIONS, Example
from .reports import Section, training_sections
from .sources.reconciled import Additions, read_additions, with_additions
from .templates import template_examples
from .weak import lexicon
from .weak.annotate import Entity, annotate_words
from .weak.sentences import sentences_of
from .words import Word, split_words

TAGS = tag_list(REPORT_TYPES)
RECONCILED = RUNS / "tagger" / "reconciled.jsonl"
"""What the other sources add to the rules, written by `tagger-weak`."""
GOLD = Path(__file__).parent / "gold" / "sentences.jsonl"
COPIES_OF_A_SENTENCE = 4
"""How often one and the same sentence may stand in the set (half of all sentences are stock phrases)."""

# Word classes whose members may stand for each other in a sentence; labels are then made anew.
SWAPS = (
    lexicon.DISEASE_NOUNS - lexicon.GENERIC_HEADS,
    lexicon.GENERIC_HEADS,
    lexicon.KIND - frozenset(["post", "ground", "glass", "disc", "surgical"]),
    lexicon.ORGAN_ADJECTIVES,
    lexicon.ANATOMY_NOUNS,
    lexicon.PREDICATES,
    frozenset(
        [
            "left",
            "right",
            "bilateral",
            "upper",
            "lower",
            "mid",
            "middle",
            "anterior",
            "posterior",
            "lateral",
            "medial",
        ]
    ),
    lexicon.PLACING_ADJECTIVES,
    lexicon.DEVICE_NOUNS - lexicon.DEVICE_NEEDS_WORD,
    lexicon.MODIFIERS,
    lexicon.CHEMICALS - frozenset(["contrast"]),
)
_SWAP_OF: dict[str, list[str]] = {}
for _words in SWAPS:
    for _word in _words:
        _SWAP_OF.setdefault(_word, sorted(_words))


def sentence_digest(text: str) -> str:
    """First 16 hex digits of the SHA-256 of a sentence: the check that a gold entry still fits its text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def to_example(words: list[Word], entities: Iterable[Entity]) -> Example:
    """Tags and assertions of the entities over the words."""
    tags = ["O"] * len(words)
    assertions: list[tuple[int, int, int]] = []
    for entity in entities:
        for i in range(entity.first, entity.last + 1):
            tags[i] = ("B-" if i == entity.first else "I-") + entity.type
        if entity.assertion is not None:
            assertions.append((entity.first, entity.last, ASSERTIONS.index(entity.assertion)))
    return Example(
        "report", [word.norm for word in words], [TAGS.index(tag) for tag in tags], assertions
    )


def read_gold(path: Path = GOLD) -> dict[tuple[str, str, int], dict]:
    """Hand-checked sentences by (uid, section, first code unit)."""
    if not path.exists():
        return {}
    rows = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return {(row["uid"], row["section"], row["start"]): row for row in rows}


def label_section(
    section: Section, gold: dict[tuple[str, str, int], dict], additions: Additions
) -> tuple[list[Word], list[Entity]]:
    """Words and entities of a section: the rules' reading with what the other sources add to it,
    replaced where a person has checked."""
    words = split_words(section.text)
    sentences = sentences_of(words)
    entities = with_additions(words, sentences, annotate_words(words), additions)
    units = section.text.encode("utf-16-le")
    for first, end in sentences:
        row = gold.get((section.uid, section.name, words[first].start))
        if row is None:
            continue
        sentence = units[2 * words[first].start : 2 * words[end - 1].end].decode("utf-16-le")
        if sentence_digest(sentence) != row["digest"]:
            continue
        starts = {word.start: i for i, word in enumerate(words)}
        ends = {word.end: i for i, word in enumerate(words)}
        checked = [
            Entity(starts[e["start"]], ends[e["end"]], e["type"], e.get("assertion"))
            for e in row["entities"]
        ]
        entities = [e for e in entities if e.last < first or e.first >= end] + checked
    return words, sorted(entities, key=lambda entity: entity.first)


def _thinned(
    words: list[Word], entities: list[Entity], seen: Counter[tuple[str, ...]]
) -> tuple[list[Word], list[Entity]]:
    """The section without the sentences that the set holds often enough already."""
    kept_words: list[Word] = []
    kept: list[Entity] = []
    for first, end in sentences_of(words):
        key = tuple(word.norm for word in words[first:end])
        seen[key] += 1
        if seen[key] > COPIES_OF_A_SENTENCE or end - first < 2:
            continue
        shift = len(kept_words) - first
        kept += [
            replace(entity, first=entity.first + shift, last=entity.last + shift)
            for entity in entities
            if first <= entity.first and entity.last < end
        ]
        kept_words += words[first:end]
    return kept_words, kept


def labelled_reports(data: Path) -> list[tuple[list[Word], list[Entity]]]:
    """Training reports (findings, then impression), stock sentences thinned out."""
    gold = read_gold()
    additions = read_additions(RECONCILED)
    by_uid: dict[str, list[Section]] = {}
    for section in training_sections(data):
        by_uid.setdefault(section.uid, []).append(section)
    seen: Counter[tuple[str, ...]] = Counter()
    reports = []
    for sections in by_uid.values():
        words: list[Word] = []
        entities: list[Entity] = []
        for section in sections:
            part_words, part_entities = _thinned(*label_section(section, gold, additions), seen)
            offset = words[-1].end + 1 if words else 0
            entities += [
                replace(e, first=e.first + len(words), last=e.last + len(words))
                for e in part_entities
            ]
            words += [Word(w.norm, w.start + offset, w.end + offset) for w in part_words]
        if words:
            reports.append((words, entities))
    return reports


def swapped(
    words: list[Word], chance: random.Random, rate: float
) -> tuple[list[Word], list[Entity]]:
    """The report with some words replaced by others of their class, labelled anew by the rules."""
    changed = [
        Word(chance.choice(_SWAP_OF[word.norm]), word.start, word.end)
        if word.norm in _SWAP_OF and chance.random() < rate
        else word
        for word in words
    ]
    return changed, annotate_words(changed)


def with_unknown_terms(
    words: list[Word],
    entities: list[Entity],
    terms: dict[str, list[list[str]]],
    chance: random.Random,
    rate: float,
) -> tuple[list[Word], list[Entity]]:
    """The report with some whole entities replaced by terms that the rules do not know."""
    new_words: list[Word] = []
    new_entities: list[Entity] = []
    done = 0
    for entity in entities:
        new_words += words[done : entity.first]
        pool = terms.get(entity.type)
        first = len(new_words)
        if pool and chance.random() < rate:
            new_words += [Word(part, 0, 0) for part in chance.choice(pool)]
        else:
            new_words += words[entity.first : entity.last + 1]
        new_entities.append(replace(entity, first=first, last=len(new_words) - 1))
        done = entity.last + 1
    return new_words + words[done:], new_entities


def unknown_terms(data: Path) -> dict[str, list[list[str]]]:
    """Terms of one to three words by report type, from the train parts of the corpora and the lexicons."""
    from .corpora import read_corpus
    from .crf import entities_of

    wanted = {
        ("bc5cdr", "DISEASE"): "DISEASE",
        ("ncbi", "DISEASE"): "DISEASE",
        ("bc5cdr", "CHEMICAL"): "CHEMICAL",
        ("bionlp13cg", "ORGAN"): "ANATOMY",
        ("bionlp13cg", "MULTI_TISSUE_STRUCTURE"): "ANATOMY",
        ("bionlp13cg", "ORGANISM_SUBDIVISION"): "ANATOMY",
    }
    found: dict[str, set[tuple[str, ...]]] = {}
    for task in ("bc5cdr", "ncbi", "bionlp13cg"):
        for sentence in read_corpus(data, task, "train"):
            for first, last, kind in entities_of(sentence.tags):
                target = wanted.get((task, kind))
                term = sentence.words[first : last + 1]
                if (
                    target
                    and len(term) <= 3
                    and all(part.isalpha() and len(part) > 3 for part in term)
                ):
                    found.setdefault(target, set()).add(tuple(term))
    return {kind: [list(term) for term in sorted(terms)] for kind, terms in found.items()}


def training_examples(data: Path, chance: random.Random, reports=None, terms=None) -> list[Example]:
    """One epoch of report examples: of each report one or two of three forms (as it is, words
    swapped, entities replaced), drawn anew in each epoch."""
    reports = labelled_reports(data) if reports is None else reports
    terms = unknown_terms(data) if terms is None else terms
    examples: list[Example] = []
    for words, entities in reports:
        if chance.random() < 0.7:
            examples.append(to_example(words, entities))
        draw = chance.random()
        if draw < 0.25:
            examples.append(to_example(*swapped(words, chance, 0.15)))
        elif draw < 0.4:
            examples.append(to_example(*with_unknown_terms(words, entities, terms, chance, 0.3)))
    return examples + template_examples(chance, terms.get("CHEMICAL", []), len(reports) // 6)
