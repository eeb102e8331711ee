"""What of a raw impression is learnt."""

import unittest

from training.text.impression import impression_sentences


def learnt(text: str) -> list[str]:
    return [" ".join(sentence) for sentence in impression_sentences(text)]


class Impression(unittest.TestCase):
    def test_numbers_and_doubled_stops_go_and_sentences_end(self):
        self.assertEqual(
            learnt("1. No acute pulmonary process. 2. Large hiatal hernia. ."),
            ["no acute pulmonary process .", "large hiatal hernia ."],
        )

    def test_marks_are_repaired_or_their_sentence_is_dropped(self):
        self.assertEqual(learnt("Normal chest x-XXXX."), ["normal chest radiograph ."])
        self.assertEqual(learnt("Inferior XXXX XXXX XXXX. Clear lungs."), ["clear lungs ."])
        self.assertEqual(learnt("XXXX change."), [])

    def test_pointers_to_the_findings_are_cut_off(self):
        self.assertEqual(
            learnt("Chronic changes as described above, no acute findings. See below."),
            ["chronic changes , no acute findings ."],
        )
        self.assertEqual(
            learnt("Stable appearance of the chest, see above."),
            ["stable appearance of the chest ."],
        )

    def test_advice_history_and_earlier_films_are_left_out(self):
        for sentence in (
            "Consider dedicated rib series",
            "Correlate clinically",
            "Recommend followup to ensure resolution",
            "Pneumonia given the patient's history",
            "Decreased from prior radiograph",
            "No interval change",
        ):
            self.assertEqual(learnt(f"{sentence}. Clear lungs."), ["clear lungs ."])

    def test_what_only_sounds_like_advice_stays(self):
        self.assertEqual(
            learnt("Differential considerations include edema."),
            ["differential considerations include edema ."],
        )
        self.assertEqual(learnt("Prior granulomatous disease."), ["prior granulomatous disease ."])

    def test_one_word_is_enough_where_it_names_a_finding(self):
        self.assertEqual(learnt("Chest. Cardiomegaly."), ["cardiomegaly ."])


if __name__ == "__main__":
    unittest.main()
