"""Sides that sentences say of findings."""

import json
import unittest

from training.paths import REPOSITORY
from training.text.sides import stated_side


class StatedSide(unittest.TestCase):
    def test_every_sentence_of_the_table_that_the_app_is_held_to(self) -> None:
        table = REPOSITORY / "tests" / "fixtures" / "stated-sides.json"
        rows = json.loads(table.read_text(encoding="utf-8"))
        self.assertGreater(len(rows), 20)
        for row in rows:
            with self.subTest(**row):
                start = row["sentence"].index(row["phrase"])
                self.assertEqual(stated_side(row["sentence"], start), row["side"])


if __name__ == "__main__":
    unittest.main()
