"""Sides that agree with the film: the cases that both languages share, and their token form."""

import json
import unittest

from training.decoders.guided import GuidedSentence
from training.decoders.sided import guided_report, sided_sentences
from training.findings import FINDINGS
from training.paths import REPOSITORY
from training.text.sides import FilmSides
from training.text.vocabulary import SPECIAL, Vocabulary

SHARED = json.loads((REPOSITORY / "tests/fixtures/sided.json").read_text(encoding="utf-8"))
WORDS = Vocabulary((*SPECIAL, ".", *["small", "right", "left", "effusion", "pneumothorax"]))
NOTHING = [0.0] * len(FINDINGS)


class SidedTest(unittest.TestCase):
    def test_shared_cases(self) -> None:
        self.assertGreater(len(SHARED["cases"]), 10)
        for case in SHARED["cases"]:
            with self.subTest(case["title"]):
                sentences = [GuidedSentence(tuple(text.split())) for text in case["sentences"]]
                told = sided_sentences(
                    sentences, case["sides"], lambda word: word not in SHARED["unknown"]
                )
                shown = [
                    (f"~{one.side_of} " if one.side_of else "") + " ".join(one.words)
                    for one in told
                ]
                self.assertEqual(shown, case["sided"])

    def test_tokens(self) -> None:
        report = WORDS.encode(["small", "right", "effusion", ".", "left", "pneumothorax", "."])
        sides = FilmSides({"Effusion": "left"})
        wanted = ["small", "left", "effusion", ".", "left", "pneumothorax", "."]
        guided = guided_report(report, NOTHING, WORDS, 0.6, sides)
        self.assertEqual(WORDS.decode(guided), wanted)
        self.assertEqual(guided_report(report, NOTHING, WORDS, 0.6), report)
        self.assertEqual(guided_report(report, NOTHING, WORDS, 0.0, sides), report)


if __name__ == "__main__":
    unittest.main()
