"""`python -m training evaluate-tagger`: entity F1 on the devel parts and the hand-annotated reports."""

import argparse
import json
import sys
from pathlib import Path

import torch

from ..paths import DATA, RUNS
from .corpora import CORPORA, read_corpus
from .crf import entities_of
from .network import Sizes, Tagger
from .reading import f1, read_many
from .reports import development_reports
from .vocabulary import WordPiece
from .words import split_words


def load_tagger(folder: Path) -> tuple[Tagger, WordPiece]:
    """The trained tagger and its vocabulary from runs/tagger/<name>."""
    saved = torch.load(folder / "model.pt", weights_only=False)
    model = Tagger(Sizes(**saved["sizes"]), saved["tag_sets"], exits=saved.get("exits"))
    model.load_state_dict(saved["model"])
    return model.eval(), WordPiece(json.loads((folder / "vocab.json").read_text())["tokens"])


def training_options(folder: Path) -> dict:
    """The options with which the tagger of runs/tagger/<name> was trained; `schedule` tells its epochs
    in words, those of the run that it went on from first."""
    options = torch.load(folder / "model.pt", weights_only=False, mmap=True)["options"]
    own = f"{options['epochs']} of {options['pieces']} pieces a batch at a peak rate of {options['rate']}"
    if options.get("start"):
        own = f"{training_options(folder.with_name(options['start']))['schedule']}, then {own}"
    return options | {"schedule": own}


def corpus_figures(
    model: Tagger, vocabulary: WordPiece, data: Path, task: str, share: float = 1.0
) -> dict[str, float]:
    """F1 on the devel part of a corpus (its first `share` of sentences, spread evenly)."""
    sentences = read_corpus(data, task, "devel")
    if share < 1:
        sentences = sentences[:: round(1 / share)]
    predicted = read_many(model, vocabulary, task, [sentence.words for sentence in sentences])
    return f1(
        [set(entities_of(sentence.tags)) for sentence in sentences],
        [{(e.first, e.last, e.type) for e in found} for found in predicted],
    )


def report_figures(
    model: Tagger, vocabulary: WordPiece, data: Path, show: bool = False
) -> dict[str, float]:
    """Exact span + type F1 and assertion accuracy on matched spans, on entities_iu_dev.json."""
    reports = development_reports(data)
    words = [split_words(report["text"]) for report in reports]
    predicted = read_many(
        model, vocabulary, "report", [[word.norm for word in row] for row in words]
    )
    gold_sets, predicted_sets = [], []
    right = asked = 0
    for report, row, found in zip(reports, words, predicted, strict=True):
        gold = {(e["start"], e["end"], e["type"]): e.get("assertion") for e in report["entities"]}
        read = {(row[e.first].start, row[e.last].end, e.type): e.assertion for e in found}
        for span in gold.keys() & read.keys():
            if gold[span] is not None:
                asked += 1
                right += gold[span] == read[span]
        gold_sets.append(set(gold))
        predicted_sets.append(set(read))
        if show:
            text = report["text"]
            for span in sorted(gold.keys() ^ read.keys()):
                print(
                    "missed" if span in gold else "extra",
                    report["id"],
                    span[2],
                    repr(text[span[0] : span[1]]),
                    repr(text[max(0, span[0] - 30) : span[1] + 20]),
                )
            for span in sorted(gold.keys() & read.keys()):
                if gold[span] != read[span]:
                    print(
                        "assertion",
                        report["id"],
                        repr(text[span[0] : span[1]]),
                        gold[span],
                        "read as",
                        read[span],
                    )
    return f1(gold_sets, predicted_sets) | {"assertion": right / asked if asked else 0.0}


def figures(
    model: Tagger,
    vocabulary: WordPiece,
    data: Path,
    share: float = 1.0,
    auxiliary: bool = False,
    corpora: bool = True,
) -> dict[str, float]:
    """All figures by name, rounded to four places.

    `corpora` must be false for a tagger that was trained on the devel parts: read back from
    training sentences a figure says nothing.
    """
    result: dict[str, float] = {}
    for task in CORPORA if corpora else ():
        if task in ("ncbi", "anatem") and not auxiliary:
            continue
        if task in model.tag_sets:
            found = corpus_figures(model, vocabulary, data, task, share)
            result |= {
                f"{task}_devel_{key}": round(found[key], 4) for key in ("precision", "recall", "f1")
            }
    found = report_figures(model, vocabulary, data)
    return result | {
        f"report_dev_{key}": round(found[key], 4)
        for key in ("precision", "recall", "f1", "assertion")
    }


def main(argv: list[str]) -> int:
    """Prints the figures as one JSON object."""
    parser = argparse.ArgumentParser(prog="evaluate-tagger", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--name", default="main")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--auxiliary", action="store_true", help="NCBI-disease and AnatEM too")
    parser.add_argument(
        "--int8", action="store_true", help="with the weights as the pack will hold them"
    )
    parser.add_argument(
        "--show", action="store_true", help="list the errors on the hand-annotated reports"
    )
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    model, vocabulary = load_tagger(RUNS / "tagger" / options.name)
    if options.int8:
        from .export import quantised

        model = quantised(model)
    if options.show:
        report_figures(model, vocabulary, options.data, show=True)
    seen = bool(training_options(RUNS / "tagger" / options.name).get("with_devel"))
    if seen:
        print(f"{options.name} was trained on the devel parts: no corpus figures", file=sys.stderr)
    found = figures(model, vocabulary, options.data, options.share, options.auxiliary, not seen)
    print(json.dumps(found, indent=1))
    if options.share == 1:
        name = "figures-int8.json" if options.int8 else "figures.json"
        (RUNS / "tagger" / options.name / name).write_text(json.dumps(found, indent=1))
    return 0
