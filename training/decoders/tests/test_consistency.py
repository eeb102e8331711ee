"""Contradictions between a text and the findings read, and inside a text."""

import unittest

from training.decoders.consistency import (
    consistency_scores,
    denied_and_stated,
    distinct_sentences,
)
from training.decoders.evaluation_page import evaluation_page

DENIES = "The heart is normal. No pleural effusion or pneumothorax."
STATES = "There is a small pleural effusion. The heart is normal."


class Consistency(unittest.TestCase):
    def test_denied_and_stated(self) -> None:
        denied, stated = denied_and_stated(DENIES)
        self.assertEqual((denied, stated), ({"Effusion", "Pneumothorax"}, frozenset()))
        self.assertEqual(denied_and_stated(STATES)[1], {"Effusion"})

    def test_against_the_findings_read(self) -> None:
        scores = consistency_scores([DENIES, DENIES, STATES, STATES], [{"Effusion"}, set()] * 2)
        self.assertEqual(scores, {"contradicted": 0.25, "unsupported": 0.25})

    def test_inside_a_text(self) -> None:
        both = STATES + " No effusion is seen."
        self.assertEqual(consistency_scores([both], [{"Effusion"}])["contradicted"], 1.0)

    def test_sentences(self) -> None:
        self.assertEqual(distinct_sentences([DENIES, STATES]), 3)


class Page(unittest.TestCase):
    def test_columns_stand_where_they_were_measured(self) -> None:
        row = {"bleu1": 0.5, "meteor": 0.187, "contradicted": 0.021, "xxxx": 0.0}
        row |= {"unknown": 0, "repeated": 0, "unfinished": 0}
        tables = {
            "all": {"lite-gru greedy, int8": row, "finding head": {"clinicalF1": 0.4}},
            "unseen": {},
            "abnormal": {},
            "quantisation": {"greedy": {"identical": 0.9, "studies": 3}},
            "findingInputs": {"greedy": {"changed": 0.5}},
            "constant": {"The heart is normal.": {}},
            "labeller": {"micro": {"precision": 0.9, "recall": 0.8, "f1": 0.85}},
        }
        self.assertNotIn("Pointing game", evaluation_page(tables, "val"))
        boxes = {"films": 76.0, "covered": 0.082, "activation": 0.316, "named": 0.0}
        page = evaluation_page(tables | {"grounding": {"all": boxes}}, "val").splitlines()
        self.assertIn("| all | 76 | 8% | 32% | 0 |  |  |", page)
        header = next(line for line in page if line.startswith("| row |"))
        names = [cell.strip() for cell in header.split("|")]
        cells = [
            cell.strip()
            for cell in next(line for line in page if line.startswith("| lite-gru")).split("|")
        ]
        self.assertEqual(len(names), len(cells))
        self.assertEqual(cells[names.index("METEOR")], ".187")
        self.assertEqual(cells[names.index("contradicted")], "2.1 %")
        self.assertEqual(cells[names.index("BLEU-2")], "")
        origin = next(line for line in page if "rescored" in line)
        self.assertIn(".261", origin)
        self.assertIn(".050", origin)


if __name__ == "__main__":
    unittest.main()
