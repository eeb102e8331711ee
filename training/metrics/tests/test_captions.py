"""Scores against those of the public package, where the data folder is at hand."""

import json
import random
import unittest

from training.metrics.bleu import ConstantBleu, corpus_bleu
from training.metrics.captions import caption_scores
from training.metrics.clinical import clinical_interval, clinical_scores
from training.metrics.rouge import longest_common_subsequence
from training.paths import DATA

GOLDEN = DATA / "eval" / "metrics_golden.json"


def by_the_table(a: list[str], b: list[str]) -> int:
    """Length of the longest common subsequence, cell by cell."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, token in enumerate(a, start=1):
        for j, other in enumerate(b, start=1):
            longer = max(table[i - 1][j], table[i][j - 1])
            table[i][j] = table[i - 1][j - 1] + 1 if token == other else longer
    return table[-1][-1]


class Captions(unittest.TestCase):
    @unittest.skipUnless(GOLDEN.exists(), "data folder absent")
    def test_equal_to_pycocoevalcap(self):
        for name, part in json.loads(GOLDEN.read_text(encoding="utf-8"))["sets"].items():
            scores = caption_scores(
                [pair["reference"] for pair in part["pairs"]],
                [pair["prediction"] for pair in part["pairs"]],
            )
            for key, value in part["scores"].items():
                with self.subTest(f"{name} {key}"):
                    self.assertAlmostEqual(scores[key], value, delta=1e-6)

    def test_bleu_of_one_text_for_all(self):
        references = [text.split() for text in ("a b a b c d", "b a b", "d d e a b c d a b", "x")]
        for text in ("a b", "a b a b a b", "d d d d e a b c d", "x y", "z"):
            tokens = text.split()
            wanted = corpus_bleu(references, [tokens] * len(references))
            self.assertEqual(ConstantBleu(references).scores(tokens), wanted, text)

    def test_common_subsequence_is_that_of_the_table(self):
        chance = random.Random(3)
        for _ in range(200):
            a, b = (chance.choices("abcde", k=chance.randrange(40)) for _ in range(2))
            self.assertEqual(longest_common_subsequence(a, b), by_the_table(a, b), (a, b))

    def test_exact_match(self):
        scores = caption_scores(["a b c d e", "f g h i j"], ["a b c d e", "f g h i j"])
        self.assertAlmostEqual(scores["bleu4"], 1.0, places=6)
        self.assertAlmostEqual(scores["rougeL"], 1.0)
        self.assertAlmostEqual(scores["cider"], 10.0)


class Clinical(unittest.TestCase):
    def test_counts_over_findings_and_studies(self):
        scores = clinical_scores([{"Effusion", "Mass"}, set()], [{"Effusion"}, {"Edema"}])
        self.assertAlmostEqual(scores["clinicalPrecision"], 0.5)
        self.assertAlmostEqual(scores["clinicalRecall"], 0.5)
        self.assertAlmostEqual(scores["clinicalMacroF1"], 0.5)
        self.assertAlmostEqual(scores["clinicalMacroPrecision"], 0.5)
        self.assertAlmostEqual(scores["clinicalMacroRecall"], 0.5)

    def test_interval_over_studies(self):
        wanted = [{"Effusion"}] * 60
        found = [{"Effusion"}] * 30 + [set()] * 30
        low, high = clinical_interval(wanted, found)
        self.assertLess(low, 2 / 3)
        self.assertGreater(high, 2 / 3)
        self.assertGreater(low, 0.5)
        self.assertEqual(clinical_interval(wanted, wanted), (1.0, 1.0))
        self.assertEqual(clinical_interval([set(), set()], [set(), set()]), (0.0, 0.0))


if __name__ == "__main__":
    unittest.main()
