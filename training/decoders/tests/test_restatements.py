"""Sentences that say another again; tests/unit/engine/decoding.test.ts has the same cases."""

import unittest

from training.decoders.decoding import Rules, finished_report
from training.text.vocabulary import SPECIAL, Vocabulary

WORDS = Vocabulary(
    (
        *SPECIAL,
        *[
            ".",
            ",",
            "there",
            "is",
            "no",
            "a",
            "small",
            "moderate",
            "right",
            "left",
            "pleural",
            "effusion",
            "pneumothorax",
            "lungs",
            "are",
            "clear",
        ],
    )
)
RULES = Rules.of(WORDS)


def shown(text: str) -> str:
    return " ".join(WORDS.decode(finished_report(WORDS.encode(text.split()), RULES)))


class Restatements(unittest.TestCase):
    def test_are_left_out(self) -> None:
        first = "a small right pleural effusion ."
        self.assertEqual(shown(f"{first} there is a moderate right pleural effusion ."), first)
        first = "there is no pneumothorax , pleural effusion ."
        self.assertEqual(shown(f"{first} no pleural effusion ."), first)
        self.assertEqual(shown("lungs are clear . there are clear lungs ."), "lungs are clear .")

    def test_what_says_more_or_something_else_stays(self) -> None:
        for text in (
            "no pleural effusion . there is no pneumothorax , pleural effusion .",
            "no pleural effusion . a small right pleural effusion .",
            "a small right pleural effusion . a small left pneumothorax .",
        ):
            self.assertEqual(shown(text), text)


if __name__ == "__main__":
    unittest.main()
