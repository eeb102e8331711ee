"""What `export-decoder` takes from the pack that it exports again."""

import argparse
import unittest
from pathlib import Path

from training.decoders.export import fill_in
from training.packs.pack import shipped_pack
from training.paths import PACKS


def filled(decoder: Path | None, **told: object) -> tuple[str, str, int]:
    args = argparse.Namespace(
        **({"decoder": decoder, "id": None, "encoder": None, "beam": None} | told)
    )
    fill_in(args)
    return args.id, args.encoder, args.beam


class FillIn(unittest.TestCase):
    def test_a_pack_keeps_its_name_its_encoder_and_its_beam(self) -> None:
        pack = shipped_pack("chexnet-pair-lstm", PACKS)
        self.assertEqual(filled(pack), ("chexnet-pair-lstm", "densenet121", 3))
        self.assertEqual(filled(pack, id="other", beam=1), ("other", "densenet121", 1))

    def test_without_a_pack_it_is_the_first_model(self) -> None:
        first = ("lite-gru", "effnet-lite0", 1)
        self.assertEqual(filled(None), first)
        self.assertEqual(filled(Path("runs/decoder/best.pt")), first)


if __name__ == "__main__":
    unittest.main()
