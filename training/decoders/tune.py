"""`python -m training tune-decoder`: operating point, end bias, search and guide of a decoder, on val.

The end bias is added to the output bias of <eos>: below zero the reports grow longer.

Prints the figures of every combination as JSON lines; --write stores the decoder with the given
threshold and sharpness as its operating point.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import torch

from training.decoders.attention_decoder import Sizes
from training.decoders.checkpoint import save_decoder
from training.decoders.consensus import Consensus
from training.decoders.decoding import Rules
from training.decoders.material import prepare
from training.decoders.operating import operating_points
from training.decoders.pack import open_decoder
from training.decoders.scoring import report_scores, write_reports
from training.decoders.search import CONSENSUS, Search, search_name
from training.paths import DATA, RUNS
from training.text.vocabulary import EOS


def searches_of(args: argparse.Namespace, own: Sizes) -> list[tuple[Search, int, float]]:
    """What is asked for, each with its drafts (0 for a beam) and their temperature.

    A decoder that is meant to search by consensus goes on doing so where neither is asked for.
    """
    if args.drafts:
        return [(CONSENSUS, *pair) for pair in product(args.drafts, args.temperatures)]
    if args.beams is None and own.drafts:
        return [(CONSENSUS, own.drafts, own.temperature)]
    return [(beam, 0, Sizes.temperature) for beam in args.beams or (1,)]


def main(argv: list[str]) -> int:
    """Scores each combination on val."""
    parser = argparse.ArgumentParser(prog="python -m training tune-decoder", description=__doc__)
    parser.add_argument("--decoder", type=Path, default=RUNS / "decoder" / "best.pt")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--features", type=Path, default=RUNS / "features")
    parser.add_argument(
        "--thresholds", type=float, nargs="+", help="default: the decoder's own operating point"
    )
    parser.add_argument("--sharpness", type=float, nargs="+", default=[1.0, 2.0, 3.0])
    parser.add_argument(
        "--beams",
        type=int,
        nargs="+",
        help="default, without --drafts: the decoder's own consensus, or greedy",
    )
    parser.add_argument(
        "--drafts", type=int, nargs="+", help="of a consensus, in the place of the beams"
    )
    parser.add_argument("--temperatures", type=float, nargs="+", default=[0.6])
    parser.add_argument(
        "--first-drafts",
        type=int,
        nargs="+",
        default=[1],
        help="numbers of the first draft of a consensus: other draws, which no pack can ask for",
    )
    parser.add_argument("--length-penalties", type=float, nargs="+", default=[0.7])
    parser.add_argument("--end-biases", type=float, nargs="+", default=[0.0])
    parser.add_argument("--guides", type=float, nargs="+", help="default: the decoder's own")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--write", type=Path, help="store the last combination here")
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    model, vocabulary = open_decoder(args.decoder)
    material = prepare(args.data, args.features, 1.0, 1.0, model.sizes.films == 1)
    texts = [example.study.findings for example in material.val]
    figures: dict[str, float] = {}
    model.requires_grad_(False)
    guides = args.guides or [model.sizes.guide]
    searches = searches_of(args, model.sizes)
    first_bias = float(model.output.bias[EOS])
    points: list[tuple[float, float] | None] = [None]
    if args.thresholds:
        points = list(product(args.thresholds, args.sharpness))
    for point in points:
        if point:
            gain, shift = operating_points(material.posterior, *point)
            model.finding_gain.copy_(gain)
            model.finding_shift.copy_(shift)
        for (search, drafts, temperature), first, penalty, end, guide in product(
            searches, args.first_drafts, args.length_penalties, args.end_biases, guides
        ):
            model.output.bias[EOS] = first_bias + end
            model.sizes = replace(model.sizes, guide=guide, drafts=drafts, temperature=temperature)
            rules = Rules.of(vocabulary, length_penalty=penalty)
            how = Consensus(drafts, temperature, first) if search == CONSENSUS else search
            written = write_reports(model, material.val, material.films, vocabulary, rules, how)
            figures = report_scores(texts, written, material.words)
            setting = {
                "point": point,
                "search": search_name(search),
                "drafts": drafts,
                "temperature": temperature,
                "firstDraft": first,
                "endBias": end,
                "lengthPenalty": penalty,
                "guide": guide,
            }
            rounded = {key: round(value, 4) for key, value in figures.items()}
            print(json.dumps(setting | rounded), flush=True)
    if args.write:
        save_decoder(args.write, model, vocabulary, figures)
    return 0
