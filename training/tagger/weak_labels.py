"""`python -m training tagger-weak`: figures of every source of labels, the labels, the hand-checked file."""

import argparse
import json
from collections import Counter
from pathlib import Path

import torch

from ..paths import DATA, RUNS
from .reading import f1
from .report_set import (
    GOLD,
    RECONCILED,
    label_section,
    labelled_reports,
    read_gold,
    sentence_digest,
)
from .reports import development_reports, training_sections
from .sources.reconcile import reconcile
from .sources.reconciled import read_additions
from .weak.annotate import annotate
from .weak.sentences import sentences_of


def rule_figures(data: Path) -> dict[str, float]:
    """Exact span + type F1 and assertion accuracy of the rules alone on entities_iu_dev.json."""
    gold_sets, read_sets = [], []
    right = asked = 0
    for report in development_reports(data):
        words, entities = annotate(report["text"])
        gold = {(e["start"], e["end"], e["type"]): e.get("assertion") for e in report["entities"]}
        read = {(words[e.first].start, words[e.last].end, e.type): e.assertion for e in entities}
        for span in gold.keys() & read.keys():
            if gold[span] is not None:
                asked += 1
                right += gold[span] == read[span]
        gold_sets.append(set(gold))
        read_sets.append(set(read))
    return f1(gold_sets, read_sets) | {"assertion": right / asked}


def agreement_with_gold(data: Path) -> dict[str, float]:
    """The rules against the hand-checked sentences as the file holds them."""
    gold = read_gold()
    gold_sets, read_sets = [], []
    missing = len(gold)
    for section in training_sections(data):
        rows = [row for key, row in gold.items() if key[:2] == (section.uid, section.name)]
        if not rows:
            continue
        words, entities = annotate(section.text)
        units = section.text.encode("utf-16-le")
        for first, end in sentences_of(words):
            row = gold.get((section.uid, section.name, words[first].start))
            text = units[2 * words[first].start : 2 * words[end - 1].end].decode("utf-16-le")
            if row is None or sentence_digest(text) != row["digest"]:
                continue
            missing -= 1
            gold_sets.append(
                {(e["start"], e["end"], e["type"], e.get("assertion")) for e in row["entities"]}
            )
            read_sets.append(
                {
                    (words[e.first].start, words[e.last].end, e.type, e.assertion)
                    for e in entities
                    if first <= e.first < end
                }
            )
    return f1(gold_sets, read_sets) | {
        "sentences": float(len(gold_sets)),
        "unmatched": float(missing),
    }


def main(argv: list[str]) -> int:
    """Prints figures; with --out writes every label as JSON lines (runs/ only: it holds report text)."""
    parser = argparse.ArgumentParser(prog="tagger-weak", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=RUNS / "tagger" / "weak.jsonl")
    parser.add_argument(
        "--checkpoint",
        type=Path,
        default=RUNS / "tagger" / "main",
        help="trained tagger whose corpus heads are sources (left out where there is none)",
    )
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    gold = read_gold()
    reconciled = reconcile(options.data, options.checkpoint, RECONCILED)
    additions = read_additions(RECONCILED)
    types: Counter[str] = Counter()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8") as file:
        for section in training_sections(options.data):
            words, entities = label_section(section, gold, additions)
            rows = []
            for e in entities:
                types[e.type + (f" {e.assertion}" if e.assertion else "")] += 1
                rows.append(
                    {"start": words[e.first].start, "end": words[e.last].end, "type": e.type}
                    | ({"assertion": e.assertion} if e.assertion else {})
                )
            file.write(
                json.dumps(
                    {
                        "uid": section.uid,
                        "section": section.name,
                        "text": section.text,
                        "entities": rows,
                    }
                )
                + "\n"
            )
    print(
        json.dumps(
            {
                "rules_on_dev_reports": rule_figures(options.data),
                "rules_against_hand_checked": agreement_with_gold(options.data)
                if GOLD.exists()
                else None,
                "reconciled": reconciled,
                "labels": dict(types.most_common()),
                "reports_after_thinning": len(labelled_reports(options.data)),
            },
            indent=1,
        )
    )
    return 0
