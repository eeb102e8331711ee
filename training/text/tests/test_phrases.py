"""Phrases of six tokens, and their fingerprints."""

import json
import unittest

import numpy as np

from training.paths import REPOSITORY
from training.text.phrases import Phrases, fingerprint

SHARED = json.loads((REPOSITORY / "tests/fixtures/phrases.json").read_text(encoding="utf-8"))
STOP, A, B, C, D = 4, 5, 6, 7, 8
COUNT = 9


def phrases(*sentences: list[int], never: tuple[int, ...] = (0, 1, 3)) -> Phrases:
    return Phrases.of(sentences, never, STOP, COUNT)


class PhrasesTest(unittest.TestCase):
    def test_the_fingerprints_that_the_app_is_held_to(self) -> None:
        for case in SHARED["fingerprints"]:
            self.assertEqual(fingerprint(case["tokens"]), case["fingerprint"])
        made = Phrases.of(SHARED["sentences"], (0, 1, 3), STOP, COUNT)
        self.assertEqual(made.written(), SHARED["phrases"])

    def test_what_follows(self) -> None:
        known = phrases([A, B, C, D, STOP], [B, C, D, A, STOP])
        self.assertEqual(known.following([]), {A, B})
        self.assertEqual(known.following([A]), {B})
        self.assertEqual(known.following([B, C]), {D})
        self.assertEqual(known.following([A, B, C, D]), {STOP})
        self.assertEqual(known.following([C, C, C]), frozenset())

    def test_what_stands_more_than_five_tokens_before_does_not_matter(self) -> None:
        known = phrases([A, B, C, D, A, B, STOP], [C, B, C, D, A, B, D, STOP])
        self.assertEqual(known.following([A, B, C, D, A, B]), {STOP, D})
        self.assertEqual(known.following([B, C, D, A, B]), {STOP, D})
        self.assertEqual(known.following([A, B, C, D, A]), {B})
        self.assertEqual(known.following([C, C, D, A, B]), frozenset())

    def test_what_does_not_follow_leaves_the_end_of_the_report_open(self) -> None:
        known = phrases([A, B, STOP])
        self.assertEqual(known.others([]), [0, 1, 3, STOP, B, C, D])

    def test_words_never_written_and_what_leads_to_nothing_else_are_left_out(self) -> None:
        known = phrases([A, B, C, 3, D, STOP], [A, B, STOP])
        self.assertEqual(known.following([A, B]), {STOP})
        self.assertEqual(known.following([]), {A})

    def test_written_and_read_again(self) -> None:
        known = phrases([A, B, C, D, STOP])
        again = Phrases.read(known.written(), COUNT)
        self.assertTrue(np.array_equal(again.fingerprints, known.fingerprints))
        self.assertEqual(again.following([A, B]), {C})


if __name__ == "__main__":
    unittest.main()
