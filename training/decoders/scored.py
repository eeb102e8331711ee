"""The studies that `evaluate` scores reports on, the subsets of them, and the rows of no network."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from training.decoders.baselines import (
    best_constant_report,
    most_frequent_report,
    nearest_reports,
    random_reports,
    written_reports,
)
from training.decoders.consistency import consistency_scores
from training.decoders.examples import Example, make_example
from training.decoders.films import FilmFeatures
from training.decoders.material import load_examples, vocabulary_of
from training.decoders.rows import CONSTANT, FREQUENT, RANDOM, nearest_row
from training.decoders.scoring import report_scores
from training.metrics.clinical import clinical_interval, clinical_scores
from training.metrics.meteor import Meteor
from training.text.r2gen import clean_r2gen, train_words
from training.text.report_labeller import stated_findings
from training.text.studies import read_studies

Figures = dict[str, float]
Table = dict[str, Figures]

SUBSETS = ("all", "unseen", "abnormal")
"""Every study; those whose text does not stand in train; those whose text states a finding."""


class ScoredStudies:
    """References of one split, and what written reports score against them.

    `train` is R2Gen's train split, `learnt` all that decoders learn from.
    """

    def __init__(self, split: str, data: Path, meteor: Meteor | None = None) -> None:
        examples = load_examples(data, 1.0, 1.0)
        self.split = split
        self.meteor = meteor
        self.learnt = examples["train"]
        self.train = [e for e in examples["train"] if e.study.split == "train"]
        self.wanted = examples["val"] if split == "val" else _studies(split, data)
        self.words = train_words(example.study.findings for example in self.train)
        self.texts = [example.study.findings for example in self.wanted]
        self.stated = [stated_findings(text) for text in self.texts]
        cased = vocabulary_of(examples["train"]).cased
        self.train_texts = written_reports(self.train, cased)
        known = {clean_r2gen(example.study.findings) for example in examples["train"]}
        self.places: dict[str, list[int]] = {
            "all": list(range(len(self.wanted))),
            "unseen": [i for i, text in enumerate(self.texts) if clean_r2gen(text) not in known],
            "abnormal": [i for i, stated in enumerate(self.stated) if stated],
        }
        self.constant = best_constant_report(self.texts, self.train, self.words, cased)
        self._nearest: dict[str, list[str]] = {}

    def baselines(self, encoder: str, films: FilmFeatures) -> dict[str, list[str]]:
        """Row name -> reports that no decoder wrote; `films` of the encoder named."""
        count = len(self.wanted)
        if encoder not in self._nearest:
            self._nearest[encoder] = nearest_reports(
                self.train, self.train_texts, self.wanted, films
            )
        return {
            CONSTANT: [self.constant] * count,
            FREQUENT: [most_frequent_report(self.train_texts)] * count,
            RANDOM: random_reports(self.train_texts, count),
            nearest_row(encoder): self._nearest[encoder],
        }

    def report_tables(
        self, rows: Mapping[str, Sequence[str]], read: Sequence[Collection[str]]
    ) -> dict[str, Table]:
        """Subset -> row -> figures of written reports. read: the findings that the decoder was
        told of each study, for the two columns of consistency."""
        tables: dict[str, Table] = {}
        for subset, places in self.places.items():
            chosen = [self.texts[place] for place in places]
            stated = [self.stated[place] for place in places]
            tables[subset] = {}
            for name, written in rows.items():
                texts = [written[place] for place in places]
                figures = report_scores(chosen, texts, self.words, self.meteor)
                figures |= consistency_scores(texts, [read[place] for place in places])
                figures |= _interval(stated, [stated_findings(text) for text in texts])
                tables[subset][name] = figures
        return tables

    def finding_tables(self, rows: Mapping[str, Sequence[Collection[str]]]) -> dict[str, Table]:
        """Subset -> row -> clinical figures of findings that no text was made of."""
        tables: dict[str, Table] = {}
        for subset, places in self.places.items():
            stated = [self.stated[place] for place in places]
            tables[subset] = {}
            for name, found in rows.items():
                chosen = [found[place] for place in places]
                tables[subset][name] = clinical_scores(stated, chosen) | _interval(stated, chosen)
        return tables


def _studies(split: str, data: Path) -> list[Example]:
    made = (make_example(study) for study in read_studies((split,), data))
    return [example for example in made if example is not None]


def _interval(stated: Sequence[Collection[str]], found: Sequence[Collection[str]]) -> Figures:
    low, high = clinical_interval(stated, found)
    return {"clinicalF1Low": low, "clinicalF1High": high}
