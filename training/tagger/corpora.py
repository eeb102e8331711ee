"""The four public corpora with entity tags, as sentences of words."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from .words import normal_form

# Task name -> folder below <data>/ner. The last two are auxiliary: trained on, not exported.
CORPORA = {
    "bc5cdr": "BC5CDR",
    "bionlp13cg": "BioNLP13CG",
    "ncbi": "NCBI-disease",
    "anatem": "AnatEM",
}
EXPORTED_SETS = ("report", "bc5cdr", "bionlp13cg")
REPORT_TYPES = ("DISEASE", "ANATOMY", "CHEMICAL", "DEVICE")


@dataclass(frozen=True)
class Sentence:
    """Normal-form words and one BIO tag each, types in capitals ("B-CELLULAR_COMPONENT")."""

    words: list[str]
    tags: list[str]


def type_name(corpus_type: str) -> str:
    """A corpus's type in the product's spelling: "Multi-tissue_structure" -> MULTI_TISSUE_STRUCTURE."""
    return corpus_type.upper().replace("-", "_")


def _tag(raw: str) -> str:
    prefix, _, kind = raw.partition("-")
    return f"{prefix}-{type_name(kind)}" if kind else "O"


def read_corpus(data: Path, task: str, part: str) -> list[Sentence]:
    """Sentences of `part` ("train" or "devel") of one corpus.

    Raises ValueError when a line is not `token TAB tag`.
    """
    path = data / "ner" / CORPORA[task] / f"{part}.tsv"
    sentences: list[Sentence] = []
    words: list[str] = []
    tags: list[str] = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line.strip():
                if words:
                    sentences.append(Sentence(words, tags))
                    words, tags = [], []
                continue
            token, tab, tag = line.partition("\t")
            if not tab:
                raise ValueError(f"{path}:{number}: not `token TAB tag`")
            words.append(normal_form(token) or unicodedata.normalize("NFC", token))
            tags.append(_tag(tag))
    if words:
        sentences.append(Sentence(words, tags))
    return sentences


def tag_list(types: list[str] | tuple[str, ...]) -> list[str]:
    """O, then B and I of each type in the order given."""
    return ["O"] + [f"{prefix}-{kind}" for kind in types for prefix in "BI"]


def corpus_types(sentences: list[Sentence]) -> list[str]:
    """Types that occur, sorted."""
    return sorted({tag[2:] for sentence in sentences for tag in sentence.tags if tag != "O"})
