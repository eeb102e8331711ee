"""Run with `python -m unittest discover -s training -t .`."""

import unittest

from training.text.anonymised import repair_sentence
from training.text.preparation import target_sentences, text_of
from training.text.r2gen import clean_r2gen, reference_text
from training.text.report_labeller import report_assertions, stated_findings


class Repair(unittest.TestCase):
    def test_restores_the_word_the_sentence_gives_away(self):
        self.assertEqual(
            repair_sentence("Blunting of the left costophrenic XXXX"),
            "Blunting of the left costophrenic angle",
        )
        self.assertEqual(
            repair_sentence("Midline sternotomy XXXX are intact"),
            "Midline sternotomy wires are intact",
        )

    def test_gives_up_what_cannot_be_known(self):
        self.assertIsNone(repair_sentence("The heart and lungs have XXXX XXXX in the interval"))

    def test_no_target_holds_a_mark(self):
        sentences = target_sentences("XXXX XXXX seen. The lungs are clear. There is a XXXX.")
        self.assertEqual(sentences, [["the", "lungs", "are", "clear", "."]])


class Writing(unittest.TestCase):
    def test_text_and_tokens_are_inverse(self):
        text = "No effusion, mass, or pneumothorax. A 2.5 cm nodule is seen on CT/PET."
        tokens = [t for s in target_sentences(text.replace(" on CT/PET", "")) for t in s]
        self.assertEqual(text_of(tokens, {}), text.replace(" on CT/PET", ""))

    def test_acronyms_get_their_capitals(self):
        self.assertEqual(text_of(["the", "svc", "is", "wide", "."], {"svc": "SVC"}),
                         "The SVC is wide.")  # fmt: skip


class R2Gen(unittest.TestCase):
    def test_cleaning_is_that_of_the_original(self):
        self.assertEqual(
            clean_r2gen("1. No effusion, or mass. 2. Heart (size) normal.. x-ray 3/4"),
            "no effusion or mass . heart size normal . x-ray 34 .",
        )

    def test_reference_is_cut_and_rare_words_replaced(self):
        words = frozenset({"lungs", "."})
        self.assertEqual(reference_text("Lungs clear.", words, 2), "lungs <unk>")


class Labeller(unittest.TestCase):
    def test_assertions(self):
        cases = {
            "No pleural effusion or pneumothorax.": {
                "Effusion": "absent",
                "Pneumothorax": "absent",
            },
            "The heart is mildly enlarged.": {"Cardiomegaly": "present"},
            "Heart size is normal.": {},
            "Opacity which may represent pneumonia.": {"Pneumonia": "uncertain"},
            "No effusions with cardiomegaly.": {
                "Effusion": "absent",
                "Cardiomegaly": "present",
            },
            "Lungs are clear of consolidation.": {"Consolidation": "absent"},
        }
        for text, expected in cases.items():
            with self.subTest(text):
                self.assertEqual(report_assertions(text), expected)

    def test_only_present_findings_are_stated(self):
        text = "Possible edema. Small left effusion. No mass."
        self.assertEqual(stated_findings(text), frozenset({"Effusion"}))


if __name__ == "__main__":
    unittest.main()
