"""What `evaluate` measures of one decoder: its rows, its ablations, and what they stand beside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch

from training.decoders.agreement import (
    agreement_before,
    finding_influence,
    identical,
    same_weights,
)
from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.baselines import nearest_texts, pooled, random_reports
from training.decoders.batches import views_of
from training.decoders.checkpoint import load_decoder
from training.decoders.decoding import Rules
from training.decoders.film_labels import LabelledFilms, label_scores, over_thresholds
from training.decoders.films import FilmFeatures
from training.decoders.impression_scores import impression_figures
from training.decoders.operating import study_logits
from training.decoders.pack import dequantised, open_decoder, packed, read_packed
from training.decoders.rows import (
    RANDOM,
    engine_row,
    frontal_row,
    nearest_row,
    points_row,
    row,
    shipped_row,
    thresholds_row,
)
from training.decoders.scored import SUBSETS, ScoredStudies
from training.decoders.scoring import write_reports, write_texts
from training.decoders.search import CONSENSUS, Search, search_name
from training.decoders.shipped import Ablation, Place, model_bytes, shipped_manifest
from training.findings import FINDINGS, NO_FINDING
from training.text.report_labeller import stated_findings

Findings = list[frozenset[str]]
Tables = dict[str, Any]


def told_findings(model: AttentionDecoder, logits: torch.Tensor) -> Findings:
    """The findings that the decoder is told of head logits [n, 17] at its operating points."""
    return [
        frozenset(
            name
            for name, value in zip(FINDINGS, line, strict=True)
            if value >= 0.5 and name != NO_FINDING
        )
        for line in model.finding_inputs(logits).tolist()
    ]


class Measurement:
    """One decoder on the scored studies. Raises FileNotFoundError where it has no weights."""

    def __init__(self, place: Place, studies: ScoredStudies, width: int) -> None:
        self.place = place
        self.studies = studies
        self.exact: AttentionDecoder | None = None
        if place.checkpoint.exists():
            self.exact, self.vocabulary = load_decoder(place.checkpoint)
            self.stored = dequantised(self.exact)
        elif place.pack is not None:
            self.stored, self.vocabulary = read_packed(place.pack)
        else:
            raise FileNotFoundError(f"{place.id}: neither {place.checkpoint} nor a shipped pack")
        self.model = self.exact or self.stored
        self.rules = Rules.of(self.vocabulary)
        self.own: Search = CONSENSUS if self.model.sizes.drafts else place.search
        self.searches: list[Search] = list(dict.fromkeys([1, width, self.own]))
        self.notes: list[str] = []
        self.shipped = (
            FilmFeatures(place.shipped_features, self._calibration())
            if place.shipped_features.exists()
            else None
        )
        self.films, self.precision = self._exact_films()

    def _exact_films(self) -> tuple[FilmFeatures, str]:
        """The films as the float32 encoder gives them, and what a row of the float32 decoder on
        them is called. Without that encoder: as its pack gives them."""
        if self.place.features.exists() or self.shipped is None:
            return FilmFeatures(self.place.features), "float32"
        if self.exact is not None:
            self.notes.append("the float32 encoder was not at hand")
        return self.shipped, "float32 decoder"

    @property
    def weights(self) -> str | None:
        """SHA-256 of the weights in a pack: of the shipped one, or of what an export would give."""
        if self.exact is None:
            return self.place.weights
        return hashlib.sha256(packed(self.exact)).hexdigest()

    def write(self, model: AttentionDecoder, films: FilmFeatures, search: Search) -> list[str]:
        """Reports of the studies."""
        return write_reports(model, self.studies.wanted, films, self.vocabulary, self.rules, search)

    def rows(self) -> dict[str, list[str]]:
        """Row name -> reports: float32, int8 and, where they are at hand, shipped and TypeScript."""
        name, rows = self.place.id, {}
        for search in self.searches:
            if self.exact is not None:
                rows[row(name, search, self.precision)] = self.write(self.exact, self.films, search)
        for search in self.searches:
            if self.shipped is not None:
                rows[shipped_row(name, search)] = self.write(self.stored, self.shipped, search)
            else:
                rows[row(name, search, "int8")] = self.write(self.stored, self.films, search)
        rows |= self._engine_rows()
        if self.model.sizes.films == 2:
            rows[frontal_row(name, self.own)] = write_reports(
                self.stored,
                self.studies.wanted,
                self.shipped or self.films,
                self.vocabulary,
                self.rules,
                self.own,
                single=True,
            )
        return rows

    def _engine_rows(self) -> dict[str, list[str]]:
        """The TypeScript engine's reports, where they are of this version and these weights."""
        place, rows = self.place, {}
        if self.studies.split != "val" or place.pack is None:
            return {}
        if not same_weights(self.stored, read_packed(place.pack)[0]):
            self.notes.append(
                f"the checkpoint is not what the pack {place.version} was exported from: no row of "
                "the TypeScript engine, and `as shipped` is what an export would give"
            )
            return {}
        model = json.dumps({"id": place.id, "version": place.version})
        for search in self.searches:
            path = place.engine(search)
            if not path.exists():
                if search == self.own:
                    self.notes.append(f"no {path.name} of engine-reports: no row of TypeScript")
                continue
            read = json.loads(path.read_text(encoding="utf-8"))
            if read["models"] != [model] or read.get("search") != search:
                self.notes.append(f"{path.name} is of {read['models']}, not of {model}: left out")
                continue
            texts = [read["texts"][example.study.uid] for example in self.studies.wanted]
            rows[engine_row(place.id, search)] = texts
        return rows

    def told(self, model: AttentionDecoder) -> Findings:
        """What a decoder is told of each study."""
        single = model.sizes.films == 1
        return told_findings(model, study_logits(self.studies.wanted, self.films, single))

    def heads(self) -> dict[str, Findings]:
        """Row name -> findings of each study without any text."""
        place = self.place
        rows = {points_row(place.id): self.told(self.model)}
        calibration = self._calibration()
        if calibration:
            logits = study_logits(self.studies.wanted, self.shipped or self.films)
            rows[thresholds_row(place.encoder)] = over_thresholds(logits.numpy(), calibration)
        return rows

    def _calibration(self) -> list[dict[str, Any]]:
        try:
            return shipped_manifest(self.place.encoder)["calibration"]["findings"]
        except KeyError:
            self.notes.append(f"no shipped pack of {self.place.encoder}: no row of its thresholds")
            return []

    def agreement(self, rows: dict[str, list[str]]) -> dict[str, dict[str, float]]:
        """Shares of equal texts: int8 decoder, int8 encoder and decoder, TypeScript."""
        name, own = self.place.id, self.own
        found: dict[str, dict[str, float]] = {}
        count = float(len(self.studies.wanted))

        def add(key: str, first: list[str] | None, second: list[str] | None) -> None:
            if first is not None and second is not None:
                found[key] = {"identical": identical(first, second), "studies": count}

        plain = rows.get(row(name, 1, self.precision))
        if self.exact is not None:
            add("greedy", plain, self.write(self.stored, self.films, 1))
        if self.precision == "float32":
            add("shipped", plain, rows.get(shipped_row(name)))
        add("engine", rows.get(shipped_row(name, own)), rows.get(engine_row(name, own)))
        if self.exact is None and (before := agreement_before(self.place.manifest)):
            found |= before
            self.notes.append(
                "no float32 weights at hand: the shares against them are the pack's own"
            )
        return found

    def ablation_rows(self, found: Sequence[Ablation]) -> dict[str, list[str]]:
        """Row name -> reports of the ablations of this decoder."""
        rows = {}
        for ablation in found:
            if ablation.decoder != self.place.id:
                continue
            model, vocabulary = open_decoder(ablation.weights)
            model.sizes = replace(model.sizes, **ablation.sizes)
            rules = Rules.of(vocabulary)
            of_pack = ablation.weights.is_dir()
            films = self.shipped if of_pack and self.shipped is not None else self.films
            search = ablation.search or self.own
            precision = "int8" if of_pack else self.precision
            name = f"{ablation.title}: {search_name(search)}, {precision}"
            rows[name] = write_reports(model, self.studies.wanted, films, vocabulary, rules, search)
        return rows

    def film_rows(self) -> dict[str, dict[str, dict[str, float]]]:
        """Row name -> group -> figures against the labels of NIH's and ROCO's validation films."""
        place = self.place
        if not place.films.exists():
            self.notes.append(f"no {place.films.name}: no figures against the labels of films")
            return {}
        films = LabelledFilms(place.films)
        views = [(name, None) for name in films.names]
        written = write_texts(self.stored, views, films, self.vocabulary, self.rules, self.own)
        train, bank = self.studies.train, self.shipped or self.films
        train_texts = self.studies.train_texts
        near = nearest_texts(
            pooled([views_of(e) for e in train], bank), train_texts, pooled(views, films)
        )
        logits = films.logits_of(films.names)
        found: dict[str, list[frozenset[str]]] = {
            shipped_row(place.id, self.own): [stated_findings(text) for text in written],
            points_row(place.id): told_findings(self.model, logits),
        }
        calibration = self._calibration()
        if calibration:
            found[thresholds_row(place.encoder)] = over_thresholds(logits.numpy(), calibration)
        found[nearest_row(place.encoder)] = [stated_findings(text) for text in near]
        found[RANDOM] = [stated_findings(t) for t in random_reports(train_texts, len(views))]
        return {
            name: label_scores(findings, films.stated, films.known, films.groups)
            for name, findings in found.items()
        }


def measure(place: Place, studies: ScoredStudies, width: int, found: Sequence[Ablation]) -> Tables:
    """All tables of one decoder; `rows` tells which row is of which kind."""
    run = Measurement(place, studies, width)
    rows = run.rows()
    told = run.told(run.model)
    baselines = studies.baselines(place.encoder, run.films)
    tables: Tables = dict(studies.report_tables(rows | baselines, told))
    heads = run.heads()
    for subset, table in studies.finding_tables(heads).items():
        tables[subset] |= table
    ablated = run.ablation_rows(found)
    for subset, table in studies.report_tables(ablated, told).items():
        tables[subset] |= table
    tables["rows"] = {
        "models": list(rows),
        "ablations": list(ablated),
        "baselines": list(baselines),
        "heads": list(heads),
    }
    tables["quantisation"] = run.agreement(rows)
    tables["constant"] = {studies.constant: {}}
    if studies.split == "val":
        tables["films"] = run.film_rows()
        tables["findingInputs"] = {
            "greedy": finding_influence(
                run.model, run.vocabulary, studies.wanted, run.films, run.rules
            )
        }
        if run.model.sizes.impression:
            films = run.shipped or run.films
            tables["impression"] = impression_figures(
                run.stored, run.vocabulary, studies.learnt, studies.wanted, films, search=run.own
            )
        if place.grounding.exists():
            tables["grounding"] = json.loads(place.grounding.read_text(encoding="utf-8"))["figures"]
    tables["model"] = {
        "id": place.id,
        "version": place.version,
        "encoder": place.encoder,
        "search": run.own,
        "films": run.model.sizes.films,
        "split": studies.split,
        "studies": len(studies.wanted),
        "weights": run.weights,
        "precision": run.precision,
        **model_bytes(place),
    }
    tables["notes"] = list(dict.fromkeys(run.notes))
    assert all(subset in tables for subset in SUBSETS)
    return tables
