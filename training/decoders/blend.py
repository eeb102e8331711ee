"""`python -m training blend-decoders`: a decoder between two, of which one went on from the other.

What a training adds and what it forgets lie on a line between the weights before and after; a point
on it often measures better than either end (Wortsman et al. 2022, "Robust fine-tuning of zero-shot
models").
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from training.averages import move_towards
from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.checkpoint import save_decoder
from training.decoders.pack import open_decoder
from training.text.vocabulary import Vocabulary

OWN = ("finding_gain", "finding_shift")
"""Operating points; they stay those of the first decoder."""


def blended(first: Path, second: Path, share: float) -> tuple[AttentionDecoder, Vocabulary]:
    """The first decoder, its weights moved by `share` (0 to 1) of the way to the second.

    Each is a checkpoint or a pack's folder. Raises ValueError when they differ in size or words.
    """
    model, vocabulary = open_decoder(first)
    other, words = open_decoder(second)
    guidance = {"guide": 0.0, "drafts": 0, "temperature": 0.0}
    if replace(model.sizes, **guidance) != replace(other.sizes, **guidance):
        raise ValueError(f"{second} has the sizes {other.sizes}, {first} {model.sizes}")
    if vocabulary.tokens != words.tokens:
        raise ValueError(f"{second} writes with other words than {first}")
    state = model.state_dict()
    moved = {name: value for name, value in other.state_dict().items() if name not in OWN}
    move_towards(state, moved, 1 - share)
    return model, vocabulary


def main(argv: list[str]) -> int:
    """Writes the blend as a checkpoint."""
    parser = argparse.ArgumentParser(prog="python -m training blend-decoders", description=__doc__)
    parser.add_argument("--first", type=Path, required=True, help="checkpoint or pack's folder")
    parser.add_argument("--second", type=Path, required=True, help="of a training from the first")
    parser.add_argument("--share", type=float, default=0.7, help="of the second, 0 to 1")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    if not 0 <= args.share <= 1:
        parser.error("--share is 0 to 1")
    model, vocabulary = blended(args.first, args.second, args.share)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    save_decoder(args.out, model, vocabulary, {})
    return 0
