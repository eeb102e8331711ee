"""Guided reports: the cases that both languages share, and their token form."""

import json
import unittest

from training.decoders.guided import DENIALS, STATEMENTS, guided_sentences
from training.decoders.sided import guided_report
from training.decoders.stances import stances
from training.findings import FINDINGS
from training.paths import REPOSITORY
from training.text.vocabulary import SPECIAL, Vocabulary

SHARED = json.loads((REPOSITORY / "tests/fixtures/guided.json").read_text(encoding="utf-8"))


def inputs(read: dict[str, float]) -> list[float]:
    return [read.get(name, 0.1) for name in FINDINGS]


class GuidedTest(unittest.TestCase):
    def test_shared_cases(self):
        for case in SHARED["cases"]:
            with self.subTest(case["title"]):
                sentences = [tuple(text.split()) for text in case["sentences"]]
                told = guided_sentences(sentences, inputs(case["read"]), SHARED["threshold"])
                shown = [
                    (f"+{s.put_in_for} " if s.put_in_for else "") + " ".join(s.words) for s in told
                ]
                self.assertEqual(shown, case["guided"])

    def test_what_it_writes_means_what_it_should(self):
        for finding, text in STATEMENTS.items():
            self.assertEqual(stances(tuple(text.split()))[0], {finding})
        for finding, text in DENIALS.items():
            self.assertEqual(stances(tuple(text.split()))[:2], (set(), {finding}))

    def test_tokens(self):
        words = Vocabulary(
            (*SPECIAL, ".", *["there", "is", "a", "no", "pleural", "effusion", "clear", "lungs"])
        )
        report = words.encode(["lungs", "clear", "."])
        read = inputs({"Effusion": 0.9, "Mass": 0.9})
        guided = guided_report(report, read, words, 0.7)
        # The vocabulary has no word for a mass; the sentence that it denied is still taken back.
        self.assertEqual(words.decode(guided), ["there", "is", "a", "pleural", "effusion", "."])
        self.assertEqual(guided_report(report, read, words, 0.0), report)


if __name__ == "__main__":
    unittest.main()
