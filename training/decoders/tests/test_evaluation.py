"""What stands beside the reports of several models, and where it comes from."""

import unittest

import numpy as np

from training.decoders.cost import combined, cost_of
from training.decoders.evaluate import keep_ablations, kept_page
from training.decoders.evaluation_page import evaluation_page
from training.decoders.export import manifest_figures
from training.decoders.film_labels import label_scores, over_thresholds
from training.decoders.page_tables import PERCENT, film_table, number
from training.decoders.rows import (
    CONSTANT,
    frontal_row,
    nearest_row,
    points_row,
    row,
    shipped_row,
)
from training.decoders.scored import SUBSETS
from training.decoders.search import Search
from training.findings import FINDINGS
from training.paths import REPOSITORY


def figures(f1: float) -> dict[str, float]:
    keys = "bleu1 bleu2 bleu3 bleu4 rougeL cider clinicalPrecision clinicalRecall clinicalMacroF1"
    keys += " clinicalMacroPrecision clinicalMacroRecall clinicalF1Low clinicalF1High contradicted"
    keys += " unsupported distinct sentences words xxxx unknown repeated unfinished"
    return dict.fromkeys(keys.split(), 0.0) | {"clinicalF1": f1, "rougeL": f1}


def made_tables(name: str, search: Search, f1: float) -> dict[str, object]:
    rows = {
        shipped_row(name, search): figures(f1),
        row(name, search, "float32"): figures(f1 + 0.01),
    }
    baselines = {CONSTANT: figures(0.0), nearest_row("lite"): figures(0.1)}
    heads = {points_row(name): {"clinicalF1": 0.42}}
    table = rows | baselines | heads
    labels = {"nih": figures(f1) | {"films": 3.0, "stating": 0.5}}
    return {
        "model": {
            "id": name,
            "version": "1.0.0",
            "weights": "ab12",
            "encoder": "lite",
            "search": search,
            "precision": "float32",
            "films": 2,
            "studies": 296,
            "encoderBytes": 4_000_000,
            "decoderBytes": 3_100_000,
        },
        "all": table,
        "unseen": table,
        "abnormal": table,
        "films": {
            shipped_row(name, search): labels | {"roco": labels["nih"] | {"films": 2.0}},
            points_row(name): labels,
        },
        "rows": {
            "models": list(rows),
            "ablations": [],
            "baselines": list(baselines),
            "heads": list(heads),
        },
        "notes": [],
        "quantisation": {"greedy": {"identical": 0.9, "studies": 296}},
        "constant": {"The lungs are clear.": {}},
        "labeller": {"micro": {"precision": 0.9, "recall": 0.8, "f1": 0.85}},
    }


class Labels(unittest.TestCase):
    def test_findings_that_a_collection_does_not_label_are_left_out(self) -> None:
        found = [{"Effusion", "Fracture"}, {"Mass"}, {"Edema"}]
        stated = [{"Effusion"}, set(), {"Edema", "Mass"}]
        known = [{"Effusion", "Mass"}, {"Effusion", "Mass"}, {"Edema", "Mass"}]
        scores = label_scores(found, stated, known, ["nih", "nih", "roco"])
        self.assertEqual(scores["nih"]["clinicalPrecision"], 0.5)
        self.assertEqual(scores["nih"]["clinicalRecall"], 1.0)
        self.assertEqual(scores["nih"]["stating"], 1.0)
        self.assertEqual(scores["roco"]["clinicalRecall"], 0.5)

    def test_thresholds_hold_for_judged_findings(self) -> None:
        row_of = {"temperature": 2.0, "bias": 1.0, "threshold": 0.5, "judged": True}
        calibration = [{"name": name, **row_of} for name in FINDINGS]
        calibration[1]["judged"] = False
        logits = np.full((1, 17), -5.0)
        logits[0, [0, 1, 16]] = -2.0
        self.assertEqual(over_thresholds(logits, calibration), [frozenset({FINDINGS[0]})])
        calibration[0]["threshold"] = 0.51
        self.assertEqual(over_thresholds(logits, calibration), [frozenset()])


class KeptAblations(unittest.TestCase):
    def test_a_row_whose_checkpoint_is_gone_stays_while_the_table_names_it(self) -> None:
        now, before = made_tables("a", 1, 0.3), made_tables("a", 1, 0.2)
        for name in ("plain: greedy, float32", "gone: greedy, float32"):
            before["rows"]["ablations"].append(name)
            for subset in SUBSETS:
                before[subset] = before[subset] | {name: figures(0.1)}
        keep_ablations(now, before, {"plain"})
        self.assertEqual(now["rows"]["ablations"], ["plain: greedy, float32"])
        self.assertEqual(now["unseen"]["plain: greedy, float32"], figures(0.1))
        self.assertNotIn("gone: greedy, float32", now["all"])


class CommittedPage(unittest.TestCase):
    def test_it_is_what_the_kept_figures_give(self) -> None:
        page = REPOSITORY / "docs" / "EVALUATION.md"
        self.assertEqual(page.read_text(encoding="utf-8"), kept_page())


class Costs(unittest.TestCase):
    def test_the_first_study_warms_up(self) -> None:
        lines = [{"cost": {"ms": ms, "peakBytes": ms}} for ms in (900, 100, 120, 500)]
        self.assertEqual(cost_of(lines), {"ms": 120, "peakBytes": 900})
        rounds = [{"ms": 3, "peakBytes": 1}, {"ms": 9, "peakBytes": 7}, {"ms": 4, "peakBytes": 2}]
        self.assertEqual(combined(rounds), {"ms": 4, "peakBytes": 7})


class Page(unittest.TestCase):
    def setUp(self) -> None:
        self.models = [made_tables("b", 3, 0.31), made_tables("a", 1, 0.29)]
        measured = {"figure": "val.beam3.clinicalF1", "value": 0.31, "of": 2, "able": 1}
        self.default = {"decoder": "b", "measured": measured}
        machine = {"processor": "Some processor", "cores": 2, "node": "v22", "load": 0.1}
        self.costs = {
            "machine": machine,
            "studies": 8,
            "rounds": 3,
            "models": {
                "b": {"ms": 400, "peakBytes": 500e6, "weights": "ab12"},
                "a": {"ms": 300, "peakBytes": 250e6, "weights": "ab12"},
            },
        }

    def lines(self, **changes: object) -> list[str]:
        given = {"models": self.models, "test": [], "default": self.default, "costs": self.costs}
        return evaluation_page(**(given | changes)).splitlines()

    def test_one_table_for_all_models_and_the_baselines_once(self) -> None:
        lines = self.lines()
        section = lines[
            lines.index("## All studies") : lines.index(
                "## Studies whose reference states a finding"
            )
        ]
        for name in (shipped_row("b", 3), shipped_row("a"), CONSTANT, nearest_row("lite")):
            starts = [line for line in section if line.startswith(f"| {name} |")]
            self.assertEqual(len(starts), 2, name)

    def test_the_default_and_what_a_study_costs_beside_it(self) -> None:
        lines = self.lines()
        row_of = {line.split("|")[1].strip(): line for line in lines if line.startswith("|")}
        self.assertIn("**b**, the default", row_of)
        self.assertTrue(
            row_of["a"].endswith("| 4.0 + 3.1 | 300 | 0.75 | 250 | 0.50 |"), row_of["a"]
        )
        self.assertIn("0.310 (val.beam3.clinicalF1); models compared: 2", "\n".join(lines))
        self.assertIn("Default: of the models measured, the one", "\n".join(lines))
        self.assertIn("No model's ROUGE-L is above", "\n".join(lines))
        self.default["measured"]["condition"] = "CIDEr of .45"
        self.assertIn("Default: of the models with CIDEr of .45,", "\n".join(self.lines()))
        self.assertNotIn("No model's ROUGE-L is above", "\n".join(self.lines()))

    def test_costs_of_other_weights_are_left_out(self) -> None:
        self.costs["models"]["a"]["weights"] = "cd34"
        row_of = {line.split("|")[1].strip(): line for line in self.lines() if line.startswith("|")}
        self.assertTrue(row_of["a"].endswith("| 4.0 + 3.1 |  |  |  |  |"), row_of["a"])

    def test_test_rows_beside_the_published_ones(self) -> None:
        self.assertIn("## Published, on the test split", self.lines())
        lines = self.lines(test=[made_tables("b", 3, 0.5)])
        start = lines.index("## Test split, beside published figures")
        tail = "\n".join(lines[start:])
        self.assertIn(shipped_row("b", 3), tail)
        self.assertIn("R2Gen", tail)

    def test_texts_before_the_findings_they_could_have_said(self) -> None:
        rows = [line.split("|")[1].strip() for line in film_table(self.models)[2:]]
        names = [shipped_row("b", 3), shipped_row("a"), points_row("b"), points_row("a")]
        self.assertEqual(rows, names)

    def test_what_a_text_may_not_hold_is_named(self) -> None:
        self.assertIn("unfinished sentence.", "\n".join(self.lines()))
        self.models[1]["all"][shipped_row("a")]["xxxx"] = 2
        self.models[1]["notes"] = ["no figures of films"]
        lines = self.lines()
        self.assertIn(f"- {shipped_row('a')}: 2 with XXXX.", lines)
        self.assertTrue(lines[-1].endswith("; no figures of films."), lines[-1])

    def test_columns_stand_where_they_were_measured(self) -> None:
        del self.models[0]["all"][shipped_row("b", 3)]["bleu2"]
        self.models[0]["all"][shipped_row("b", 3)] |= {"meteor": 0.187, "contradicted": 0.021}
        lines = self.lines()
        start = lines.index("## All studies")
        header, _, *rows = lines[start + 2 : start + 12]
        names = [cell.strip() for cell in header.split("|")]
        of_row = {
            row.split("|")[1].strip(): [c.strip() for c in row.split("|")] for row in rows if row
        }
        cells = of_row[shipped_row("b", 3)]
        self.assertEqual(len(names), len(cells))
        self.assertEqual(cells[names.index("METEOR")], ".187")
        self.assertEqual(cells[names.index("contradicted")], "2.1 %")
        self.assertEqual(cells[names.index("BLEU-2")], "")
        self.assertEqual(of_row[shipped_row("a")][names.index("METEOR")], "")

    def test_the_pointing_game_of_the_models_that_played_it(self) -> None:
        self.assertNotIn("Pointing game", "\n".join(self.lines()))
        boxes = {"films": 76.0, "covered": 0.082, "activation": 0.316, "named": 0.0}
        self.models[1]["grounding"] = {"all": boxes, "Mass": boxes}
        named = {"named": 3.0, "attention": 0.666, "namedCovered": 0.1}
        self.models[0]["grounding"] = {"all": boxes, "Mass": boxes | named}
        lines = self.lines()
        self.assertIn("| a | 76 | 8% | 32% | 0 |  |  |", lines)
        self.assertIn("| Mass | 76 | 8% | 32%, 67% of 3 | 32% |", lines)

    def test_impressions_of_the_models_that_write_them(self) -> None:
        self.assertNotIn("## The impression", self.lines())
        scores = figures(0.4) | {"empty": 2}
        self.models[1]["impression"] = {"studies": 290, "written": scores, "constant": figures(0.0)}
        lines = self.lines()
        rows = [
            line for line in lines[lines.index("## The impression") :] if line.startswith("| a |")
        ]
        self.assertEqual(len(rows), 1)
        self.assertIn("| .40 | 0.0 % | 2 |", rows[0])

    def test_encoders_by_their_manifests(self) -> None:
        measured = {"nih.meanAuroc": 0.7549, "nih.meanAurocLoss": -0.0012, "view.accuracy": 0.998}
        manifest = {"id": "lite", "input": {"height": 224}, "figures": measured, "files": []}
        row_of = "| lite | 224 px | .755 | -0.0012 |  |  |  |  | 99.8 % |  | 0.0 |"
        self.assertIn(row_of, self.lines(encoders=[manifest]))

    def test_numbers(self) -> None:
        self.assertEqual([number(0.1234, 3), number(1.5, 2), number(12, 0)], [".123", "1.50", "12"])
        self.assertEqual([number(0.034, PERCENT), number(None, 3)], ["3.4 %", ""])


class ManifestFigures(unittest.TestCase):
    def test_own_search_as_shipped_and_film_labels(self) -> None:
        tables = made_tables("b", 3, 0.31)
        tables["all"][row("b", 1, "int8")] = figures(0.2)
        found = manifest_figures("b", tables)
        self.assertEqual(found["val.beam3.clinicalF1"], 0.31)
        self.assertEqual(found["val.greedy.clinicalF1"], 0.2)
        self.assertEqual(found["nih.clinicalF1"], 0.31)
        self.assertEqual(found["val.studies"], 296)
        self.assertFalse(any(key.startswith("val.frontalAlone") for key in found))
        tables["all"][frontal_row("b", 3)] = figures(0.25)
        self.assertEqual(manifest_figures("b", tables)["val.frontalAlone.clinicalF1"], 0.25)


if __name__ == "__main__":
    unittest.main()
