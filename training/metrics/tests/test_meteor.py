"""METEOR where the tool is installed (training/requirements-evaluation.txt)."""

import unittest

from training.metrics.captions import caption_scores
from training.metrics.meteor import Meteor, meteor_at_hand

PAIRS = (
    ("the heart is normal in size .", "the heart size is normal ."),
    ("no pleural effusion or pneumothorax .", "there is no effusion or pneumothorax ."),
    ("the lungs are clear .", "both lungs appear clear ."),
)
PUBLISHED = 0.4068377686435853
"""What pycocoevalcap's own wrapper gives for PAIRS."""


@unittest.skipUnless(meteor_at_hand(), "pycocoevalcap or a Java absent")
class MeteorTool(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.tool = Meteor()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.tool.close()

    def test_equal_to_the_published_wrapper(self) -> None:
        references, predictions = [list(side) for side in zip(*PAIRS, strict=True)]
        self.assertAlmostEqual(self.tool.corpus(references, predictions), PUBLISHED, places=9)

    def test_order_and_synonyms_count(self) -> None:
        same = self.tool.corpus(["the lungs are clear ."], ["the lungs are clear ."])
        self.assertEqual(same, 1.0)
        inflected = self.tool.corpus(["the lungs are clear ."], ["the lung is clear ."])
        other = self.tool.corpus(["the lungs are clear ."], ["a fracture was seen ."])
        self.assertGreater(inflected, other + 0.2)

    def test_separators_and_line_ends_in_a_text_do_no_harm(self) -> None:
        self.assertEqual(self.tool.corpus(["a b c ."], ["a ||| b\nc ."]), 1.0)
        self.assertEqual(self.tool.corpus(["a b c ."], [""]), 0.0)

    def test_one_of_the_caption_scores(self) -> None:
        references, predictions = [list(side) for side in zip(*PAIRS, strict=True)]
        scores = caption_scores(references, predictions, self.tool)
        self.assertAlmostEqual(scores["meteor"], PUBLISHED, places=9)
        self.assertNotIn("meteor", caption_scores(references, predictions))


if __name__ == "__main__":
    unittest.main()
