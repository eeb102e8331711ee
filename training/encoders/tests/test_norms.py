"""Statistics of batch norms: of a network read from a pack, and of averaged weights."""

import unittest

import torch
from torch.nn import BatchNorm2d

from training.encoders.norms import restore_norms, settle_norms
from training.encoders.weights import folded_weights, set_weights
from training.tiny import TINY, generate


class Statistics(unittest.TestCase):
    def test_a_network_from_a_pack_learns_on_from_what_it_knows(self) -> None:
        for name in ("efficientnet-lite0", "densenet121", "inception-v3"):
            with self.subTest(name), torch.no_grad():
                side, build = TINY[name]
                generate(taught := build().eval(), 4)
                weights = {key: one.values for key, one in folded_weights(taught).items()}
                films = torch.randn(24, 1, side, side, generator=torch.Generator().manual_seed(2))
                set_weights(model := build().eval(), weights)
                known = model(films).findings
                apart = torch.dist(model.train()(films).features, taught(films).features)
                set_weights(model := build().eval(), weights)
                restore_norms(model, films)
                torch.testing.assert_close(model(films).findings, known, atol=1e-3, rtol=1e-3)
                near = torch.dist(model.train()(films).features, taught(films).features)
                self.assertLess(near, 0.05 * apart)

    def test_settled_norms_are_those_of_the_films_as_they_are_seen_in_use(self) -> None:
        for name in ("efficientnet-lite0", "densenet121", "inception-v3"):
            with self.subTest(name), torch.no_grad():
                side, build = TINY[name]
                generate(model := build().eval(), 4)
                films = torch.randn(24, 1, side, side, generator=torch.Generator().manual_seed(2))
                wanted = model.train()(films).features
                for _ in range(3):
                    model(0.3 * films + 1)
                norms = [part for part in model.modules() if isinstance(part, BatchNorm2d)]
                momenta = [norm.momentum for norm in norms]
                apart = torch.dist(model.eval()(films).features, wanted)
                settle_norms(model, films, bf16=False)
                near = torch.dist(model(films).features, wanted)
                self.assertLess(near, 0.1 * apart)
                self.assertFalse(model.training)
                self.assertEqual([norm.momentum for norm in norms], momenta)


if __name__ == "__main__":
    unittest.main()
