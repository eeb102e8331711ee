"""Contradictions between a text and the findings read, and inside a text."""

import unittest

from training.decoders.consistency import (
    consistency_scores,
    denied_and_stated,
    distinct_sentences,
)

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


if __name__ == "__main__":
    unittest.main()
