"""Cards hold every section, and the CLAIM section where there is one."""

import unittest

from training.decoders.card import decoder_card
from training.decoders.tests.test_evaluation import made_tables
from training.packs.card import CLAIM, SECTIONS, ModelCard, claim

HEAD = {
    "id": "b",
    "version": "1.0.0",
    "title": "Report decoder",
    "licence": "CC BY-NC-ND 4.0",
    "requires": {"id": "lite", "version": "1.0.0"},
    "architecture": {"kind": "attention-lstm", "films": 1, "hidden": 512, "vocabulary": 700},
    "decoding": {"beam": 3, "maxLength": 60},
}


class Cards(unittest.TestCase):
    def test_a_section_that_is_missing_or_unknown_is_refused(self) -> None:
        whole = dict.fromkeys(SECTIONS, "Said.")
        self.assertNotIn(CLAIM, ModelCard("Title", whole).render())
        last = ModelCard("Title", whole | {CLAIM: claim({"Data": "said\nhere"})}).render()
        self.assertTrue(last.endswith("| Data | said here |\n"))
        with self.assertRaisesRegex(ValueError, "Factors"):
            ModelCard("Title", {k: v for k, v in whole.items() if k != "Factors"}).render()
        with self.assertRaisesRegex(ValueError, "Odd"):
            ModelCard("Title", whole | {"Odd": "Said."}).render()

    def test_the_figures_of_a_decoder_stand_in_its_card(self) -> None:
        tables = made_tables("b", 3, 0.31) | {"findingInputs": {"greedy": {"changed": 0.5}}}
        made = decoder_card(HEAD, tables)
        self.assertIn("LSTM with 512 units", made)
        self.assertIn("beam 3", made)
        self.assertIn("a frontal film, of an adult", made)
        self.assertEqual(made.count("| b beam 3, int8 as shipped | "), 4)
        self.assertIn("changes the greedy text in 50.0%", made)
        self.assertIn(f"## {CLAIM}", made)

    def test_what_was_not_measured_is_said(self) -> None:
        self.assertIn("Not evaluated yet", decoder_card(HEAD, None))


if __name__ == "__main__":
    unittest.main()
