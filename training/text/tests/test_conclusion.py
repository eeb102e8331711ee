"""What an impression denies without a name."""

import unittest

from training.text.conclusion import denied_by_conclusion


class ConclusionTest(unittest.TestCase):
    def test_nothing_acute(self) -> None:
        stated = {"Effusion", "Cardiomegaly"}
        for text in ("no acute cardiopulmonary abnormality", "no evidence of active disease"):
            self.assertEqual(denied_by_conclusion(text, stated), {"Effusion"})
            self.assertEqual(denied_by_conclusion(text, {"Cardiomegaly"}), set())
        self.assertEqual(denied_by_conclusion("no acute bony abnormality", stated), set())

    def test_a_normal_chest(self) -> None:
        stated = {"Nodule", "Support_Devices"}
        self.assertEqual(denied_by_conclusion("normal chest x-ray", stated), {"Nodule"})
        self.assertEqual(denied_by_conclusion("normal heart size", stated), set())


if __name__ == "__main__":
    unittest.main()
