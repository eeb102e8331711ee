"""Which searches `tune-decoder` tries."""

import unittest
from argparse import Namespace

from training.decoders.attention_decoder import Sizes
from training.decoders.search import CONSENSUS
from training.decoders.tune import searches_of

PLAIN = Sizes(vocabulary=9)
AGREEING = Sizes(vocabulary=9, drafts=16, temperature=0.7)


def asked(beams: list[int] | None = None, drafts: list[int] | None = None) -> Namespace:
    return Namespace(beams=beams, drafts=drafts, temperatures=[0.5, 0.6])


class Searches(unittest.TestCase):
    def test_what_is_asked_for(self) -> None:
        self.assertEqual([row[0] for row in searches_of(asked(beams=[1, 3]), AGREEING)], [1, 3])
        self.assertEqual(
            searches_of(asked(drafts=[8]), PLAIN), [(CONSENSUS, 8, 0.5), (CONSENSUS, 8, 0.6)]
        )

    def test_the_decoders_own_search_where_nothing_is_asked_for(self) -> None:
        self.assertEqual(searches_of(asked(), AGREEING), [(CONSENSUS, 16, 0.7)])
        self.assertEqual([row[:2] for row in searches_of(asked(), PLAIN)], [(1, 0)])


if __name__ == "__main__":
    unittest.main()
