"""Impressions that follow from their findings: the cases that both languages share, and tokens."""

import json
import unittest

from training.decoders.concluding import concluding_sentences
from training.decoders.guided import GuidedSentence
from training.decoders.sided import guided_impression
from training.paths import REPOSITORY
from training.text.vocabulary import SPECIAL, Vocabulary

SHARED = json.loads((REPOSITORY / "tests/fixtures/concluding.json").read_text(encoding="utf-8"))
WORDS = Vocabulary(
    (*SPECIAL, ".", *["there", "is", "a", "small", "large", "effusion", "no", "acute", "disease"])
)


class ConcludingTest(unittest.TestCase):
    def test_shared_cases(self) -> None:
        self.assertGreater(len(SHARED["cases"]), 10)
        for case in SHARED["cases"]:
            with self.subTest(case["title"]):
                told = concluding_sentences(
                    [tuple(text.split()) for text in case["impression"]],
                    [GuidedSentence(tuple(text.split())) for text in case["findings"]],
                )
                shown = [
                    (f"^{one.taken_over_for} " if one.taken_over_for else "") + " ".join(one.words)
                    for one in told
                ]
                self.assertEqual(shown, case["concluding"])

    def test_tokens(self) -> None:
        findings = WORDS.encode(["there", "is", "a", "small", "effusion", "."])
        impression = WORDS.encode(["no", "acute", "disease", "."])
        told = guided_impression(impression, findings, WORDS, 0.6)
        self.assertEqual(WORDS.decode(told), ["small", "effusion", "."])
        self.assertEqual(guided_impression(impression, findings, WORDS, 0.0), impression)

    def test_words_unknown_to_the_decoder_are_not_taken_over(self) -> None:
        findings = WORDS.encode(["there", "is", "a", "tiny", "effusion", "."])
        self.assertEqual(guided_impression([], findings, WORDS, 0.6), [])


if __name__ == "__main__":
    unittest.main()
