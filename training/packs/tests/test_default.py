"""The rule by which the default decoder is chosen."""

import json
import tempfile
import unittest
from pathlib import Path

from training.packs.default import choice, choose_default
from training.paths import PACKS


def decoder(
    name: str, f1: float, rouge: float, beam: int = 1, size: int = 10, cider: float = 0.3
) -> dict:
    own = "val.greedy" if beam == 1 else f"val.beam{beam}"
    figures = {
        "val.greedy.clinicalF1": 0.99 if beam > 1 else f1,
        "val.greedy.rougeL": rouge,
        f"{own}.clinicalF1": f1,
        f"{own}.rougeL": rouge,
        f"{own}.bleu4": 0.16,
        f"{own}.cider": cider,
        "val.bestConstantReport.rougeL": 0.35,
        "val.studies": 296,
    }
    return {
        "id": name,
        "version": "1.0.0",
        "task": "decoder",
        "decoding": {"beam": beam},
        "files": [{"bytes": size}],
        "figures": figures,
    }


class Choice(unittest.TestCase):
    def test_findings_count_above_the_constant_report_alone(self) -> None:
        made = choice(
            [decoder("a", 0.31, 0.36), decoder("b", 0.33, 0.355), decoder("c", 0.5, 0.34)]
        )
        self.assertEqual(made["decoder"], "b")
        self.assertEqual(made["measured"]["value"], 0.33)
        self.assertEqual(made["measured"]["of"], 3)
        self.assertEqual(made["measured"]["able"], 2)
        self.assertIn("above that of the best constant", made["measured"]["condition"])

    def test_where_none_is_above_it_says_so(self) -> None:
        made = choice([decoder("a", 0.31, 0.30), decoder("b", 0.33, 0.35)])
        self.assertEqual((made["decoder"], made["measured"]["able"]), ("b", 2))
        self.assertNotIn("condition", made["measured"])

    def test_a_figure_that_the_rule_asks_for_and_a_pack_lacks_is_no_0(self) -> None:
        bare = decoder("a", 0.31, 0.36)
        del bare["figures"]["val.greedy.rougeL"]
        with self.assertRaisesRegex(KeyError, "val.greedy.rougeL"):
            choice([bare])

    def test_those_that_reach_the_overlap_that_is_wanted_come_first(self) -> None:
        wanted = decoder("a", 0.31, 0.36, cider=0.45)
        made = choice([wanted, decoder("b", 0.5, 0.36, cider=0.449), decoder("c", 0.3, 0.36)])
        self.assertEqual(made["decoder"], "a")
        self.assertEqual((made["measured"]["able"], made["measured"]["of"]), (1, 3))
        self.assertIn("CIDEr", made["measured"]["condition"])

    def test_a_model_is_judged_by_its_own_search_and_the_smaller_of_two_is_taken(self) -> None:
        made = choice([decoder("beam", 0.3, 0.36, 3, 20), decoder("small", 0.3, 0.36, 1, 10)])
        self.assertEqual(made["decoder"], "small")
        made = choice([decoder("beam", 0.32, 0.36, 3), decoder("small", 0.3, 0.36)])
        self.assertEqual(made["measured"]["figure"], "val.beam3.clinicalF1")

    def test_the_search_may_be_the_consensus(self) -> None:
        made = decoder("many", 0.32, 0.36)
        made["decoding"]["consensus"] = {"drafts": 16, "temperature": 0.6}
        made["figures"] |= {"val.consensus.clinicalF1": 0.34, "val.consensus.rougeL": 0.37}
        made["figures"] |= {"val.consensus.bleu4": 0.16, "val.consensus.cider": 0.3}
        figure = choice([made, decoder("one", 0.33, 0.36)])["measured"]["figure"]
        self.assertEqual(figure, "val.consensus.clinicalF1")

    def test_one_without_figures_is_not_taken(self) -> None:
        bare = decoder("bare", 0.9, 0.9) | {"figures": {}}
        self.assertEqual(choice([bare, decoder("a", 0.1, 0.1)])["measured"]["of"], 1)
        with self.assertRaisesRegex(ValueError, "figures"):
            choice([bare])


class Index(unittest.TestCase):
    def test_the_choice_is_written_and_the_tagger_kept(self) -> None:
        with tempfile.TemporaryDirectory() as held:
            root = Path(held)
            made = decoder("new", 0.4, 0.36)
            (root / "new").mkdir()
            (root / "new" / "manifest.json").write_text(json.dumps(made))
            packs = [{"id": "new", "version": "1.0.0", "path": "new/"}]
            index = {"schema": 1, "default": {"decoder": "old", "tagger": "t"}, "packs": packs}
            (root / "index.json").write_text(json.dumps(index))
            choose_default(root)
            written = json.loads((root / "index.json").read_text())
        self.assertEqual(written["default"]["decoder"], "new")
        self.assertEqual(written["default"]["tagger"], "t")
        self.assertEqual(written["packs"], packs)

    def test_the_shipped_index_follows_the_shipped_figures(self) -> None:
        """`python -m training choose-default` puts it right."""
        index = json.loads((PACKS / "index.json").read_text(encoding="utf-8"))
        manifests = [
            json.loads((PACKS / pack["path"] / "manifest.json").read_text(encoding="utf-8"))
            for pack in index["packs"]
        ]
        made = choice([manifest for manifest in manifests if manifest["task"] == "decoder"])
        self.assertEqual(index["default"]["decoder"], made["decoder"])
        self.assertEqual(index["default"]["measured"], made["measured"])


if __name__ == "__main__":
    unittest.main()
