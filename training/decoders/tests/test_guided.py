"""Guided reports: the cases that both languages share, and their token form."""

import json
import unittest

from training.decoders.guided import DENIALS, SIDED_STATEMENTS, STATEMENTS, guided_sentences
from training.decoders.sided import guided_report
from training.decoders.stances import named_findings, stances
from training.findings import FINDINGS
from training.paths import REPOSITORY
from training.text.sides import FilmSides, stated_side
from training.text.vocabulary import SPECIAL, Vocabulary

SHARED = json.loads((REPOSITORY / "tests/fixtures/guided.json").read_text(encoding="utf-8"))


def inputs(read: dict[str, float]) -> list[float]:
    return [read.get(name, 0.1) for name in FINDINGS]


class GuidedTest(unittest.TestCase):
    def test_shared_cases(self):
        for case in SHARED["cases"]:
            with self.subTest(case["title"]):
                sentences = [tuple(text.split()) for text in case["sentences"]]
                told = guided_sentences(
                    sentences, inputs(case["read"]), SHARED["threshold"], case.get("sides")
                )
                shown = [
                    (f"+{s.put_in_for} " if s.put_in_for else "") + " ".join(s.words) for s in told
                ]
                self.assertEqual(shown, case["guided"])

    def test_what_it_writes_means_what_it_should(self):
        for finding, text in STATEMENTS.items():
            self.assertEqual(stances(tuple(text.split()))[0], {finding})
        for finding, text in SIDED_STATEMENTS.items():
            for side in ("left", "right"):
                words = text.replace("SIDE", side)
                ((named, place, is_denied),) = named_findings(tuple(words.split()))
                self.assertEqual((named, is_denied), (finding, False))
                start = len(" ".join(words.split()[:place]))
                self.assertEqual(stated_side(words, start), side)
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

    def test_a_report_tells_the_sides_that_the_film_tells_and_no_others(self):
        statements = ["there", "is", "a", "left", "right", "pleural", "effusion", "lungs", "clear"]
        words = Vocabulary((*SPECIAL, ".", *statements))
        report, read = words.encode(["lungs", "clear", "."]), inputs({"Effusion": 0.9})

        def told(sides: FilmSides) -> str:
            return " ".join(words.decode(guided_report(report, read, words, 0.7, sides)))

        left = {"Effusion": "left"}
        self.assertEqual(
            told(FilmSides(left, left)), "there is a left pleural effusion . lungs clear ."
        )
        self.assertEqual(told(FilmSides(left)), "there is a pleural effusion . lungs clear .")


if __name__ == "__main__":
    unittest.main()
