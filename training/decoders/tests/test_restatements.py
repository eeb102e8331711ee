"""Sentences that say another again: the cases that both languages share, and their token form."""

import json
import unittest

from training.decoders.decoding import Rules, finished_report
from training.decoders.restatements import kept_sentences
from training.paths import REPOSITORY
from training.text.vocabulary import SPECIAL, Vocabulary

SHARED = json.loads((REPOSITORY / "tests/fixtures/restatements.json").read_text(encoding="utf-8"))


class Restatements(unittest.TestCase):
    def test_shared_cases(self) -> None:
        for case in SHARED["cases"]:
            with self.subTest(case["title"]):
                sentences = [tuple(text.split()) for text in case["sentences"]]
                self.assertEqual(kept_sentences(sentences), case["kept"])

    def test_a_finished_report_has_none_and_whole_sentences(self) -> None:
        words = Vocabulary((*SPECIAL, ".", "no", "a", "small", "left", "effusion"))
        written = words.encode(
            [
                "no",
                "effusion",
                ".",
                "a",
                "small",
                "left",
                "effusion",
                ".",
                "no",
                "effusion",
                ".",
                "a",
            ]
        )
        finished = finished_report(written, Rules.of(words))
        self.assertEqual(" ".join(words.decode(finished)), "no effusion . a small left effusion .")


if __name__ == "__main__":
    unittest.main()
