"""Typical reports: for each training study, the training report whose words fit most others.

Radiologists tell the same normal film in hundreds of ways, of which a film shows little. A decoder
taught the words of each study alone learns their mixture, and what it writes is nobody's text. Here
a small network learns, from the pooled features of the films, which of the most central training
reports earns most against the report of the study. The reward of each of them is known, so that the
expected reward is maximised as it is (Williams 1992, with all actions in the place of draws; as a
target for maximum likelihood: Norouzi et al. 2016). A study's report is chosen by networks that have
not seen the study, and words that it alone has earn it nothing.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from training.decoders.baselines import written_reports
from training.decoders.batches import views_of
from training.decoders.examples import Example, is_abnormal, sentence_weight
from training.decoders.films import FilmFeatures
from training.decoders.guided import UNREAD, guided_sentences
from training.decoders.material import Material, prepare
from training.decoders.scoring import report_scores
from training.metrics.cider import CiderScorer
from training.metrics.rouge import sentence_rouge_l
from training.paths import DATA, RUNS
from training.text.preparation import FULL_STOP
from training.text.r2gen import clean_r2gen, reference_text

PROBED = 8
"""Every so many-th reference tells how central a report is."""


@dataclass(frozen=True)
class TypicalOptions:
    """How typical reports are chosen.

    candidates: the most central training reports; rouge: weight of ROUGE-L (0 to 1) beside CIDEr
    (0 to 10); folds: a study's report is chosen by networks that learnt from the other folds;
    networks: whose choices are averaged, each from another seed; entropy: weight of the spread of a
    choice.
    """

    candidates: int = 300
    rouge: float = 2.0
    folds: int = 5
    networks: int = 4
    epochs: int = 12
    hidden: int = 128
    dropout: float = 0.5
    rate: float = 3e-4
    decay: float = 0.1
    batch: int = 64
    entropy: float = 0.02
    seed: int = 0


@dataclass(frozen=True)
class Choice:
    """rows: places of the candidates among the training studies; rewards [n, c] of each against
    the report of each training study; features [n, F] of these."""

    rows: list[int]
    rewards: Tensor
    features: Tensor


def study_features(examples: Sequence[Example], films: FilmFeatures) -> Tensor:
    """Pooled maps and finding logits of both views [n, 2 * (C + 17)]; zeros for an absent map."""
    rows = []
    for example in examples:
        frontal, lateral = views_of(example)
        maps = [films.map_of([frontal])[0].mean(dim=0)]
        maps.append(
            films.map_of([lateral])[0].mean(dim=0) if lateral else torch.zeros_like(maps[0])
        )
        logits = films.logits_of([frontal, lateral or frontal]).flatten()
        rows.append(torch.cat([*maps, logits]))
    return torch.stack(rows)


def central_texts(references: Sequence[str], texts: Collection[str], count: int) -> list[str]:
    """The `count` texts that are most like the references, by CIDEr, the most alike first."""
    scorer = CiderScorer([reference.split() for reference in references])
    probes = [scorer.terms(reference.split()) for reference in references[::PROBED]]
    central = {}
    for text in texts:
        terms = scorer.terms(text.split())
        central[text] = sum(probe.similarity(terms) for probe in probes)
    return sorted(central, key=lambda text: (-central[text], text))[:count]


def reward_table(references: Sequence[str], candidates: Sequence[str], rouge: float) -> Tensor:
    """What each candidate earns against each reference [n, c]: CIDEr and `rouge` times ROUGE-L.

    A reference that stands only once earns nothing for the text that is its own.
    """
    scorer = CiderScorer([reference.split() for reference in references])
    terms = [scorer.terms(text.split()) for text in candidates]
    words = [text.split() for text in candidates]
    counts = Counter(references)
    known: dict[str, list[float]] = {}
    for reference, count in counts.items():
        held, row = reference.split(), []
        reference_terms = scorer.terms(held)
        for text_terms, text in zip(terms, words, strict=True):
            alike = reference_terms.similarity(text_terms)
            is_own = count == 1 and math.isclose(alike, 1.0)
            row.append(0.0 if is_own else 10 * alike + rouge * sentence_rouge_l(held, text))
        known[reference] = row
    return torch.tensor([known[reference] for reference in references])


def prepare_choice(material: Material, options: TypicalOptions) -> Choice:
    """The candidates and what each earns in each training study."""
    references = [reference_text(e.study.findings, material.words) for e in material.train]
    texts = written_reports(material.train, material.vocabulary.cased)
    first = {clean_r2gen(text): row for row, text in reversed(list(enumerate(texts)))}
    chosen = central_texts(references, first, options.candidates)
    return Choice(
        [first[text] for text in chosen],
        reward_table(references, chosen, options.rouge),
        study_features(material.train, material.films),
    )


def choose(seen: Choice, features: Tensor, options: TypicalOptions) -> list[int]:
    """For each row of `features` the training study whose report is to stand for it."""
    mean, spread = seen.features.mean(dim=0), seen.features.std(dim=0) + 1e-6
    known, asked = (seen.features - mean) / spread, (features - mean) / spread
    shares = torch.zeros(len(features), len(seen.rows))
    for network in range(options.networks):
        torch.manual_seed(options.seed + network)
        model = nn.Sequential(
            nn.Dropout(options.dropout),
            nn.Linear(known.shape[1], options.hidden),
            nn.ReLU(),
            nn.Dropout(options.dropout),
            nn.Linear(options.hidden, len(seen.rows)),
        )
        optimiser = torch.optim.AdamW(
            model.parameters(), lr=options.rate, weight_decay=options.decay
        )
        for _ in range(options.epochs):
            for rows in torch.randperm(len(known)).split(options.batch):
                logs = torch.log_softmax(model(known[rows]), dim=1)
                gain = logs.exp() * (seen.rewards[rows] - options.entropy * logs)
                optimiser.zero_grad()
                (-gain.sum(dim=1).mean()).backward()
                optimiser.step()
        with torch.no_grad():
            shares += torch.softmax(model.eval()(asked), dim=1)
    return [seen.rows[place] for place in shares.argmax(dim=1).tolist()]


def typical_reports(material: Material, options: TypicalOptions) -> dict[str, str]:
    """Training study -> the training study whose report is typical for it, by uid; and the same for
    the studies of val, from networks that saw all training studies."""
    choice = prepare_choice(material, options)
    train = material.train
    folds = torch.arange(len(train)) % options.folds
    found: dict[str, str] = {}
    for fold in range(options.folds):
        others = choice.rewards[folds != fold], choice.features[folds != fold]
        rows = (folds == fold).nonzero().flatten().tolist()
        picked = choose(Choice(choice.rows, *others), choice.features[rows], options)
        for row, source in zip(rows, picked, strict=True):
            found[train[row].study.uid] = train[source].study.uid
    asked = study_features(material.val, material.films)
    for example, source in zip(material.val, choose(choice, asked, options), strict=True):
        found[example.study.uid] = train[source].study.uid
    return found


def with_typical(
    examples: Sequence[Example], reports: Mapping[str, str], finding: float, other: float
) -> list[Example]:
    """The examples, each with its typical sentences; `finding`, `other`: as for `make_example`."""
    by_uid = {example.study.uid: example for example in examples}
    found = []
    for example in examples:
        sentences = typical_sentences(example, by_uid[reports[example.study.uid]])
        weights = tuple(sentence_weight(sentence, finding, other) for sentence in sentences)
        found.append(replace(example, typical=sentences, typical_weights=weights))
    return found


def typical_sentences(own: Example, typical: Example) -> tuple[tuple[str, ...], ...]:
    """What is abnormal in a study in its own words, all else in those of another report.

    The sentences keep the place that they have in their report; what would deny a finding that the
    study states is taken back, as in guidance.
    """
    placed = [
        ((place + 0.5) / len(example.sentences), sentence[:-1])
        for example, wanted in ((own, True), (typical, False))
        for place, sentence in enumerate(example.sentences)
        if is_abnormal(sentence) == wanted
    ]
    words = [sentence for _, sentence in sorted(placed, key=lambda item: item[0])]
    read = [1.0 if value > 0 else UNREAD for value in own.stated]
    return (
        tuple((*one.words, FULL_STOP) for one in guided_sentences(words, read, 2.0))
        if words
        else ()
    )


def read_typical(path: Path) -> dict[str, str]:
    """What `typical-reports` wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


def main(argv: list[str]) -> int:
    """Chooses and writes the typical reports; prints what those of val score as they are."""
    parser = argparse.ArgumentParser(prog="python -m training typical-reports", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--features", type=Path, default=RUNS / "features-int8")
    parser.add_argument("--out", type=Path, default=RUNS / "typical.json")
    parser.add_argument("--rouge", type=float, default=TypicalOptions.rouge)
    parser.add_argument("--entropy", type=float, default=TypicalOptions.entropy)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    material = prepare(args.data, args.features, 1.0, 1.0)
    found = typical_reports(material, TypicalOptions(rouge=args.rouge, entropy=args.entropy))
    args.out.write_text(json.dumps(found), encoding="utf-8")
    by_uid = {example.study.uid: example for example in material.train}
    references = [example.study.findings for example in material.val]
    chosen = [found[example.study.uid] for example in material.val]
    usual, _ = Counter(found[example.study.uid] for example in material.train).most_common(1)[0]
    for name, uids in (("chosen by the films", chosen), ("one for all", [usual] * len(chosen))):
        texts = written_reports([by_uid[uid] for uid in uids], material.vocabulary.cased)
        print(json.dumps({"reports": name} | report_scores(references, texts, material.words)))
    return 0
