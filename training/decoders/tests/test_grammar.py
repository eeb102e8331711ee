"""Grammar: the cases that both languages share, and what the masks make of them."""

import json
import unittest

from training.decoders.decoding import Rules, forbidden
from training.decoders.grammar import WORDS, ungrammatical
from training.paths import REPOSITORY
from training.text.vocabulary import SPECIAL, Vocabulary

SHARED = json.loads((REPOSITORY / "tests/fixtures/grammar.json").read_text(encoding="utf-8"))


class Grammar(unittest.TestCase):
    def test_shared_cases(self) -> None:
        for case in SHARED["cases"]:
            with self.subTest(case["title"]):
                unfit = case["unfit"]
                wanted = WORDS[unfit] if isinstance(unfit, str) else unfit
                self.assertEqual(ungrammatical(case["words"].split()), set(wanted))

    def test_is_masked(self) -> None:
        words = Vocabulary((*SPECIAL, ".", "there", "is", "are", "changes"))
        rules = Rules.of(words)
        for text, masked in (("there is", True), ("there are", False), (". there is", True)):
            self.assertEqual(8 in forbidden(words.encode(text.split()), rules), masked, text)


if __name__ == "__main__":
    unittest.main()
