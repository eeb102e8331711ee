"""`python -m training export-decoder`: the pack of a decoder, its card, and the parity golden."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.card import SOURCES, decoder_card
from training.decoders.decoding import Rules
from training.decoders.golden import golden_cases
from training.decoders.material import load_examples, with_phrases
from training.decoders.pack import REST, dequantised, open_decoder, vocabulary_file
from training.decoders.rows import CONSTANT, DEFAULT, frontal_row, row, shipped_row
from training.decoders.search import CONSENSUS, search_key
from training.decoders.shipped import Place
from training.decoders.weights import pack_weights
from training.encoders.architectures import DEFAULT as DEFAULT_ENCODER
from training.packs.default import choose_default
from training.packs.golden import write_golden
from training.packs.pack import read_manifest, read_pack, shipped_pack, update_index, write_pack
from training.paths import DATA, GOLDENS, PACKS
from training.text.vocabulary import Vocabulary

WIDTH = 3
"""Beam width of the second row of figures and of the golden."""

FIGURES = (
    "bleu1",
    "bleu2",
    "bleu3",
    "bleu4",
    "rougeL",
    "cider",
    "distinct",
    "clinicalPrecision",
    "clinicalRecall",
    "clinicalF1",
    "clinicalMacroF1",
)
LABEL_FIGURES = ("clinicalPrecision", "clinicalRecall", "clinicalF1", "clinicalMacroF1")
DIGITS = 6
"""Of a figure in a manifest: the app rounds it once more, to three, and says what the page says."""


def manifest_figures(decoder: str, tables: dict[str, Any]) -> dict[str, float]:
    """Figures by name for the manifest, from what `evaluate --figures` wrote."""
    rows = {}
    for search in (1, WIDTH, CONSENSUS):
        shipped, alone = shipped_row(decoder, search), row(decoder, search, "int8")
        rows[f"val.{search_key(search)}"] = shipped if shipped in tables["all"] else alone
    rows["val.frontalAlone"] = frontal_row(decoder, tables["model"]["search"])
    rows["val.bestConstantReport"] = CONSTANT
    figures = {
        f"{prefix}.{key}": round(float(tables["all"][name][key]), DIGITS)
        for prefix, name in rows.items()
        if name in tables["all"]
        for key in FIGURES
    }
    written = next(iter(tables.get("films", {}).values()), {})
    figures |= {
        f"{group}.{key}": round(float(row[key]), DIGITS)
        for group, row in written.items()
        for key in LABEL_FIGURES
    }
    figures["val.studies"] = tables["model"]["studies"]
    for name, measured in tables["quantisation"].items():
        figures[f"val.identicalInt8.{name}"] = round(measured["identical"], DIGITS)
    return figures


def head_of(
    model: AttentionDecoder,
    vocabulary: Vocabulary,
    identity: tuple[str, str],
    encoder: dict[str, Any],
    beam: int,
    figures: dict[str, float],
) -> dict[str, Any]:
    """The manifest without schema, files and weights. identity: id and version; encoder: manifest of
    the pack that it reads."""
    sizes = model.sizes
    rules = Rules.of(vocabulary)
    network = encoder["title"].removeprefix("Encoder ")
    films = "one film" if sizes.films == 1 else "one or two films"
    return {
        "id": identity[0],
        "version": identity[1],
        "task": "decoder",
        "title": f"Report decoder, {sizes.cell.upper()} over {network}, {films}",
        "description": f"Attention {sizes.cell.upper()} over {encoder['id']} maps of a frontal "
        f"{'' if sizes.films == 1 else 'and, where there is one, a lateral '}film, and over the "
        f"findings; writes the findings section{' and the impression' if sizes.impression else ''}.",
        "licence": "CC BY-NC-ND 4.0 (trained on Open-i reports): research use only",
        "sources": SOURCES,
        "requires": {"id": encoder["id"], "version": encoder["version"]},
        "architecture": {
            "kind": f"attention-{sizes.cell}",
            "films": sizes.films,
            "vocabulary": sizes.vocabulary,
            "hidden": sizes.hidden,
            "slot": sizes.slot,
            "attention": sizes.attention,
            "embedding": sizes.embedding,
        },
        "decoding": {
            "maxLength": rules.max_length,
            "beam": beam,
            "lengthPenalty": rules.length_penalty,
            **(
                {"consensus": {"drafts": sizes.drafts, "temperature": sizes.temperature}}
                if sizes.drafts
                else {}
            ),
            **({"impression": {"maxLength": sizes.impression}} if sizes.impression else {}),
            **({"guide": sizes.guide} if sizes.guide else {}),
        },
        "figures": figures,
    }


def fill_in(args: argparse.Namespace) -> None:
    """Id, encoder and beam where the options do not tell them: those of a pack that is exported again,
    else those of the first model."""
    name, encoder, beam = DEFAULT, DEFAULT_ENCODER, 1
    if args.decoder and args.decoder.is_dir():
        manifest = read_manifest(args.decoder)
        name, encoder = manifest["id"], manifest["requires"]["id"]
        beam = manifest["decoding"]["beam"]
    args.id, args.encoder = args.id or name, args.encoder or encoder
    args.beam = args.beam or beam


def main(argv: list[str]) -> int:
    """Writes the pack, the golden and, for the public folder, the index entry."""
    parser = argparse.ArgumentParser(prog="python -m training export-decoder", description=__doc__)
    parser.add_argument(
        "--decoder", type=Path, help="checkpoint, or a pack's folder; default: best.pt of its run"
    )
    parser.add_argument(
        "--phrases", action="store_true", help="take them anew from the training reports"
    )
    parser.add_argument("--data", type=Path, default=DATA, help="for --phrases")
    parser.add_argument("--figures", type=Path, help="default: what `evaluate` left in its run")
    parser.add_argument(
        "--encoder",
        help="id of the pack it was trained on; default: that of the --decoder's folder, or "
        f"{DEFAULT_ENCODER}",
    )
    parser.add_argument(
        "--id",
        help="of the pack, and of its rows in --figures; default: that of the --decoder's folder, or "
        f"{DEFAULT}",
    )
    parser.add_argument("--version", default="1.1.0")
    parser.add_argument(
        "--beam",
        type=int,
        help="the width that the app takes, unless it is the consensus; default: that of the "
        "--decoder's folder, or 1",
    )
    parser.add_argument("--packs", type=Path, default=PACKS)
    parser.add_argument("--goldens", type=Path, default=GOLDENS)
    args = parser.parse_args(argv)
    fill_in(args)
    place = Place(args.id, args.encoder, None, None)
    source = args.decoder or place.checkpoint
    model, vocabulary = open_decoder(source)
    if args.phrases:
        vocabulary = with_phrases(vocabulary, load_examples(args.data, 1.0, 1.0)["train"])
    tables, measured = None, args.figures or place.figures("val")
    if measured.exists():
        tables = json.loads(measured.read_text(encoding="utf-8"))
    figures = manifest_figures(args.id, tables) if tables else {}
    manifest, _ = read_pack(shipped_pack(args.encoder, PACKS))
    head = head_of(model, vocabulary, (args.id, args.version), manifest, args.beam, figures)
    folder = write_pack(
        args.packs,
        head,
        pack_weights(model),
        decoder_card(head, tables),
        {"vocab.json": vocabulary_file(vocabulary)},
        REST,
        (source / "weights.bin").read_bytes() if source.is_dir() else None,
    )
    stored = model if source.is_dir() else dequantised(model)
    torch.set_num_threads(1)
    cells = manifest["architecture"]["mapHeight"] * manifest["architecture"]["mapWidth"]
    cases = golden_cases(stored, vocabulary, WIDTH, cells)
    golden = write_golden(
        args.goldens,
        head,
        {"cases": cases},
        "Input: see training/decoders/golden.py. Weights as stored (dequantised), float32.",
    )
    update_index(args.packs, head)
    default = choose_default(args.packs)["decoder"] if figures else None
    print(json.dumps({"pack": str(folder), "golden": str(golden), "default": default}))
    return 0
