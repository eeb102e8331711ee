"""`python -m training evaluate`: written reports against the radiologists', beside the baselines.

Prints every figure as JSON and writes docs/EVALUATION.md. All rows are measured by this command but
those marked "published".
"""

from __future__ import annotations

import argparse
import copy
import json
from collections.abc import Sequence
from pathlib import Path

import torch

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.baselines import (
    best_constant_report,
    most_frequent_report,
    nearest_reports,
    random_reports,
    written_reports,
)
from training.decoders.consistency import consistency_scores
from training.decoders.decoding import Rules
from training.decoders.evaluation_page import evaluation_page
from training.decoders.examples import Example, make_example
from training.decoders.films import FilmFeatures
from training.decoders.material import load_examples
from training.decoders.operating import study_logits
from training.decoders.pack import dequantised, read_decoder
from training.decoders.rows import DEFAULT, engine_row, frontal_row, row, shipped_row
from training.decoders.scoring import report_scores, write_reports
from training.findings import FINDINGS
from training.metrics.clinical import clinical_scores
from training.metrics.meteor import Meteor, meteor_at_hand
from training.packs.pack import shipped_pack
from training.paths import DATA, PACKS, REPOSITORY, RUNS
from training.text.r2gen import clean_r2gen, train_words
from training.text.report_labeller import stated_findings
from training.text.score_labeller import score_labeller
from training.text.studies import read_studies
from training.text.vocabulary import Vocabulary

Figures = dict[str, float]


def wanted_examples(split: str, data: Path, train: dict[str, list[Example]]) -> list[Example]:
    """The studies to be scored; `test` reads its films from the data folder given."""
    if split == "val":
        return train["val"]
    made = (make_example(study) for study in read_studies((split,), data))
    return [example for example in made if example is not None]


def model_rows(
    model: AttentionDecoder,
    vocabulary: Vocabulary,
    wanted: Sequence[Example],
    films: FilmFeatures,
    rules: Rules,
    width: int,
    decoder: str,
) -> dict[str, list[str]]:
    """Row name -> written reports: greedy and beam, float32 and int8, pair and frontal alone."""
    int8 = dequantised(model)
    rows = {}
    for name, network in (("float32", model), ("int8", int8)):
        for beam in (1, width):
            rows[row(decoder, beam, name)] = write_reports(
                network, wanted, films, vocabulary, rules, beam
            )
    rows[frontal_row(decoder)] = write_reports(int8, wanted, films, vocabulary, rules, single=True)
    return rows


def read_findings(
    model: AttentionDecoder, wanted: Sequence[Example], films: FilmFeatures
) -> list[frozenset[str]]:
    """What the finding head reads in each study at the decoder's operating points."""
    inputs = model.finding_inputs(study_logits(wanted, films, model.sizes.films == 1))
    return [
        frozenset(name for name, value in zip(FINDINGS, row, strict=True) if value >= 0.5)
        for row in inputs.tolist()
    ]


def _identical(first: Sequence[str], second: Sequence[str]) -> float:
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first)


def finding_influence(
    model: AttentionDecoder,
    vocabulary: Vocabulary,
    wanted: Sequence[Example],
    films: FilmFeatures,
    rules: Rules,
) -> Figures:
    """Share of studies whose greedy text differs between all finding inputs 0 and all 1."""
    texts = []
    for shift in (-1e4, 1e4):
        forced = copy.deepcopy(model)
        forced.finding_gain.zero_()
        forced.finding_shift.fill_(shift)
        texts.append(write_reports(forced, wanted, films, vocabulary, rules))
    return {"changed": 1.0 - _identical(*texts)}


def evaluate(
    model: AttentionDecoder,
    vocabulary: Vocabulary,
    films: FilmFeatures,
    split: str,
    data: Path,
    width: int,
    shipped: FilmFeatures | None = None,
    decoder: str = DEFAULT,
    meteor: Meteor | None = None,
    engine: dict[str, str] | None = None,
) -> dict[str, dict[str, Figures]]:
    """Tables `all`, `unseen` (text not in train) and `abnormal` (a finding stated) by row name.

    shipped: what the int8 encoder pack gives for the same films, where that is at hand.
    engine: study uid -> report of the TypeScript engine (`engine-reports`), likewise.
    """
    examples = load_examples(data, 1.0, 1.0)
    train = [example for example in examples["train"] if example.study.split == "train"]
    wanted = wanted_examples(split, data, examples)
    words = train_words(example.study.findings for example in train)
    texts = [example.study.findings for example in wanted]
    train_texts = written_reports(train, vocabulary.cased)
    constant = best_constant_report(texts, train, words, vocabulary.cased)
    frequent = most_frequent_report(train_texts)
    rules = Rules.of(vocabulary)
    rows = model_rows(model, vocabulary, wanted, films, rules, width, decoder)
    if shipped is not None:
        rows[shipped_row(decoder)] = write_reports(
            dequantised(model), wanted, shipped, vocabulary, rules
        )
    if engine is not None:
        rows[engine_row(decoder)] = [engine[example.study.uid] for example in wanted]
    rows["best constant report (chosen on these texts)"] = [constant] * len(wanted)
    rows["most frequent train report"] = [frequent] * len(wanted)
    rows["random train report"] = random_reports(train_texts, len(wanted))
    rows["nearest neighbour (pooled encoder features)"] = nearest_reports(
        train, train_texts, wanted, films
    )
    known = {clean_r2gen(example.study.findings) for example in examples["train"]}
    subsets = {
        "all": list(range(len(wanted))),
        "unseen": [i for i, text in enumerate(texts) if clean_r2gen(text) not in known],
        "abnormal": [i for i, text in enumerate(texts) if stated_findings(text)],
    }
    read = read_findings(model, wanted, films)
    tables: dict[str, dict[str, Figures]] = {}
    for subset, places in subsets.items():
        chosen = [texts[place] for place in places]
        tables[subset] = {
            name: report_scores(chosen, [written[place] for place in places], words, meteor)
            | consistency_scores(
                [written[place] for place in places], [read[place] for place in places]
            )
            for name, written in rows.items()
        }
        tables[subset]["finding head at the decoder's operating points"] = clinical_scores(
            [stated_findings(text) for text in chosen], [read[place] for place in places]
        )
    plain = rows[row(decoder, 1, "float32")]
    tables["quantisation"] = {
        name: {"identical": _identical(plain, rows[other]), "studies": len(wanted)}
        for name, other in (("greedy", row(decoder, 1, "int8")), ("shipped", shipped_row(decoder)))
        if other in rows
    }
    if engine is not None and shipped is not None:
        same = _identical(rows[shipped_row(decoder)], rows[engine_row(decoder)])
        tables["quantisation"]["engine"] = {"identical": same, "studies": len(wanted)}
    tables["findingInputs"] = {"greedy": finding_influence(model, vocabulary, wanted, films, rules)}
    tables["constant"] = {constant: {}}
    tables["labeller"] = score_labeller(data, ("train", "none"))
    return tables


def main(argv: list[str]) -> int:
    """Prints the tables and writes the page."""
    parser = argparse.ArgumentParser(prog="python -m training evaluate", description=__doc__)
    parser.add_argument("--split", choices=("val", "test"), default="val")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--features", type=Path, default=RUNS / "features")
    parser.add_argument("--decoder", type=Path, default=RUNS / "decoder" / "best.pt")
    parser.add_argument("--id", default=DEFAULT, help="of the decoder's pack")
    parser.add_argument("--pack", type=Path, help="default: the shipped pack of that id")
    parser.add_argument(
        "--shipped-features",
        type=Path,
        default=RUNS / "features-int8",
        help="of the int8 encoder: python -m training features --pack PACK --out FOLDER",
    )
    parser.add_argument(
        "--grounding",
        type=Path,
        default=RUNS / "grounding.json",
        help="what `python -m training grounding` wrote; left out where there is none",
    )
    parser.add_argument(
        "--engine",
        type=Path,
        default=RUNS / "decoder" / "engine-val.json",
        help="what `python -m training engine-reports` wrote; left out where there is none",
    )
    parser.add_argument("--beam", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--page", type=Path, default=REPOSITORY / "docs" / "EVALUATION.md")
    parser.add_argument("--figures", type=Path, help="write the tables to this JSON file too")
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    model, vocabulary = read_decoder(args.decoder, args.pack or shipped_pack(args.id, PACKS))
    films = FilmFeatures(args.features)
    shipped = FilmFeatures(args.shipped_features) if args.shipped_features.exists() else None
    meteor = Meteor() if meteor_at_hand() else None
    engine = None
    if args.split == "val" and args.engine.exists():
        engine = json.loads(args.engine.read_text(encoding="utf-8"))["texts"]
    tables = evaluate(
        model, vocabulary, films, args.split, args.data, args.beam, shipped, args.id, meteor, engine
    )
    if meteor is not None:
        meteor.close()
    if args.grounding.exists():
        tables["grounding"] = json.loads(args.grounding.read_text(encoding="utf-8"))["figures"]
    print(json.dumps(tables, indent=2))
    if args.figures:
        args.figures.write_text(json.dumps(tables, indent=2) + "\n", encoding="utf-8")
    args.page.parent.mkdir(parents=True, exist_ok=True)
    args.page.write_text(evaluation_page(tables, args.split), encoding="utf-8")
    return 0
