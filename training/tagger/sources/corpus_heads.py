"""The corpora's own heads as sources: what a trained tagger reads in report sentences as
BC5CDR, NCBI-disease, AnatEM and BioNLP13CG would have it, put into the report types."""

import hashlib
from pathlib import Path

import numpy as np
import torch

from ..crf import entities_of, viterbi
from ..evaluate import load_tagger
from ..examples import Example, make_batch, piece_count
from ..reading import constraints
from .votes import TAGS, votes_of

HEADS = ("bc5cdr", "ncbi", "anatem", "bionlp13cg")
TYPES = {
    "DISEASE": "DISEASE",
    "CANCER": "DISEASE",
    "PATHOLOGICAL_FORMATION": "DISEASE",
    "CHEMICAL": "CHEMICAL",
    "SIMPLE_CHEMICAL": "CHEMICAL",
    "ANATOMY": "ANATOMY",
    "ORGAN": "ANATOMY",
    "MULTI_TISSUE_STRUCTURE": "ANATOMY",
    "TISSUE": "ANATOMY",
    "ORGANISM_SUBDIVISION": "ANATOMY",
    "ANATOMICAL_SYSTEM": "ANATOMY",
    "IMMATERIAL_ANATOMICAL_ENTITY": "ANATOMY",
}
"""Corpus type -> nearest report type (spec/ENTITIES.md); other types count as O."""


@torch.no_grad()
def read_heads(folder: Path, sentences: list[list[str]]) -> dict[str, list[np.ndarray]]:
    """Votes of each head for each sentence (normal-form words). Words past the window are O.

    The sentence is encoded once for all heads.
    """
    model, vocabulary = load_tagger(folder)
    votes: dict[str, list[np.ndarray]] = {
        head: [np.zeros(len(words), dtype=np.int8) for words in sentences] for head in HEADS
    }
    rules = {head: constraints(model, head) for head in HEADS}
    order = sorted(range(len(sentences)), key=lambda i: piece_count(sentences[i], vocabulary))
    for at in range(0, len(order), 64):
        group = order[at : at + 64]
        rows = [Example("report", sentences[i], [0] * len(sentences[i])) for i in group]
        batch = make_batch(rows, vocabulary, model.sizes.positions)
        hidden = model.encode(batch.ids, batch.lengths)
        index = batch.first_piece[:, :, None].expand(-1, -1, hidden.shape[2])
        at_words = hidden.gather(1, index)
        for head in HEADS:
            scores = model.heads[head](at_words).numpy()
            tags = model.tag_sets[head]
            for row, i in enumerate(group):
                count = int(batch.word_counts[row])
                path = [tags[k] for k in viterbi(scores[row, :count], *rules[head])]
                spans = [(a, b, TYPES[kind]) for a, b, kind in entities_of(path) if kind in TYPES]
                votes[head][i] = votes_of(len(sentences[i]), spans, TAGS.index("O"))
    return votes


def cached_heads(
    folder: Path, sentences: list[list[str]], cache: Path
) -> dict[str, list[np.ndarray]]:
    """`read_heads`, kept in `cache` (npz) for the same weights and sentences."""
    digest = hashlib.sha256((folder / "model.pt").read_bytes())
    for words in sentences:
        digest.update((" ".join(words) + "\n").encode())
    key = digest.hexdigest()
    ends = np.cumsum([len(words) for words in sentences])[:-1]
    if cache.exists():
        with np.load(cache) as kept:
            if str(kept["key"]) == key:
                return {head: np.split(kept[head], ends) for head in HEADS}
    votes = read_heads(folder, sentences)
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        cache, key=np.array(key), **{head: np.concatenate(votes[head]) for head in HEADS}
    )
    return votes
