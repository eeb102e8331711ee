"""`grounding`: the pointing game on the radiologists' boxes of NIH films (Zhang et al. 2018).

Two maps are asked where they peak: the class activation map of the finding (the head is linear on
the mean over the cells, so a cell's part is its features times the finding's weights), and the
attention of the words that name the finding, where the written text states it. Beside them stands
the share of the film that the boxes cover: what a point thrown at random would hit.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.data.film import normalise, read_film
from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.decoding import Rules, greedy
from training.decoders.pack import read_packed
from training.decoders.rows import DEFAULT
from training.decoders.shipped import place_of
from training.encoders.boxes import Boxed, activations, read_boxes
from training.encoders.load import load_pack
from training.findings import FINDING_INDEX
from training.packs.pack import shipped_pack
from training.paths import DATA, PACKS
from training.text.preparation import COMMA, FULL_STOP
from training.text.report_labeller import sentence_mentions
from training.text.vocabulary import BOS, Vocabulary


def named_words(tokens: Sequence[str], finding: str) -> list[int]:
    """Places of the tokens of a report that lie in a present mention of the finding."""
    places: list[int] = []
    first = 0
    for end, token in enumerate([*tokens, FULL_STOP]):
        if token != FULL_STOP:
            continue
        text, spans = "", []
        for place in range(first, end):
            if text and tokens[place] != COMMA:
                text += " "
            spans.append((place, len(text), len(text) + len(tokens[place])))
            text += tokens[place]
        for mention in sentence_mentions(text.lower()):
            if mention.finding == finding and mention.assertion == "present":
                places += [p for p, a, b in spans if a < mention.end and mention.start < b]
        first = end + 1
    return sorted(set(places))


@torch.no_grad()
def attention_of(model: AttentionDecoder, slots: Tensor, report: Sequence[int]) -> np.ndarray:
    """Attention [T, S] with which each word of a report was written, for slots [1, S, D]."""
    state, keys = model.start(slots)
    rows = []
    for word in [BOS, *report[:-1]]:
        _, state, weights = model.step(torch.tensor([word]), state, slots, keys)
        rows.append(weights[0].numpy())
    return np.stack(rows)


@torch.no_grad()
def pointing_game(
    boxed: Sequence[Boxed],
    encoder: torch.nn.Module,
    side: int,
    decoder: AttentionDecoder,
    vocabulary: Vocabulary,
) -> list[dict[str, object]]:
    """For each film and finding: share covered, hit of the activation map, hit of the attention
    (None where the text does not state the finding)."""
    rules = Rules.of(vocabulary)
    rows: list[dict[str, object]] = []
    for item in boxed:
        pixels = normalise(read_film(item.path, side))
        output = encoder(torch.from_numpy(pixels)[None, None])
        features = output.features.float()
        activation = activations(features, encoder)[0, FINDING_INDEX[item.finding]].numpy()
        cells = features.permute(0, 2, 3, 1).flatten(1, 2)
        slots = decoder.slots(cells, None, decoder.finding_inputs(output.findings.float()))
        report = greedy(decoder, slots, rules)[0]
        places = named_words(vocabulary.decode(report), item.finding) if report else []
        pointed: bool | None = None
        if places:
            attention = attention_of(decoder, slots, report)[places].mean(axis=0)
            pointed = item.hit_by(attention[: cells.shape[1]].reshape(features.shape[2:]))
        rows.append(
            {
                "finding": item.finding,
                "heldOut": item.held_out,
                "covered": item.share,
                "activation": item.hit_by(activation),
                "attention": pointed,
            }
        )
    return rows


def summary(rows: Sequence[dict[str, object]]) -> dict[str, dict[str, float]]:
    """Figures of all rows, of validation patients' and of each finding: films, share covered, hits."""
    groups = {"all": list(rows)}
    held_out = [row for row in rows if row["heldOut"]]
    if held_out:
        groups["patients of validation"] = held_out
    for row in rows:
        groups.setdefault(str(row["finding"]), []).append(row)
    result = {}
    for name, group in groups.items():
        named = [row for row in group if row["attention"] is not None]
        result[name] = {
            "films": float(len(group)),
            "covered": float(np.mean([row["covered"] for row in group])),
            "activation": float(np.mean([row["activation"] for row in group])),
            "named": float(len(named)),
        }
        if named:
            result[name]["attention"] = float(np.mean([row["attention"] for row in named]))
            result[name]["namedCovered"] = float(np.mean([row["covered"] for row in named]))
    return result


def main(argv: list[str]) -> int:
    """Prints the figures as JSON and keeps them for `evaluate`."""
    parser = argparse.ArgumentParser(prog="python -m training grounding", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--id", default=DEFAULT, help="of the decoder's shipped pack")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, help="default: grounding.json of the decoder's run")
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    place = place_of(args.id)
    encoder, manifest = load_pack(shipped_pack(place.encoder, PACKS))
    decoder, vocabulary = read_packed(shipped_pack(args.id, PACKS))
    side = int(manifest["input"]["height"])
    rows = pointing_game(read_boxes(args.data), encoder, side, decoder, vocabulary)
    found = {"encoder": place.encoder, "decoder": args.id, "figures": summary(rows)}
    out = args.out or place.grounding
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))
    return 0
