"""Options of a decoder's training."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.decoders.critical import Reward
from training.paths import DATA, RUNS


def parser_of(command: str, description: str | None) -> argparse.ArgumentParser:
    """Command-line options of a training on features, with the defaults of the first packs."""
    parser = argparse.ArgumentParser(prog=f"python -m training {command}", description=description)
    add = parser.add_argument
    add("--data", type=Path, default=DATA)
    add("--features", type=Path, default=RUNS / "features-int8")
    add("--out", type=Path, default=RUNS / "decoder")
    add("--epochs", type=int, default=14)
    add("--rate", type=float, default=1e-3)
    add("--dropout", type=float, default=0.3)
    add("--smoothing", type=float, default=0.05)
    add("--decay", type=float, default=0.995, help="of the averaged weights")
    add("--impression-weight", type=float, default=0.5, help="of the impression; 0: findings alone")
    add("--finding-weight", type=float, default=2.0, help="loss weight of stated findings")
    add("--other-weight", type=float, default=1.3, help="of other abnormal sentences")
    add("--threshold", type=float, default=0.15, help="posterior at which a finding reads 0.5")
    add("--sharpness", type=float, default=2.0, help="of the finding reading")
    add("--oracle", type=float, default=0.5, help="share of examples with findings of the text")
    add(
        "--guide",
        type=float,
        default=0.7,
        help="finding input at which the unsaid is said; 0: never",
    )
    add("--blind", type=float, default=0.1, help="share of examples shown without films")
    add("--rare", type=float, default=0.5, help="power of the over-sampling")
    add("--shuffle", type=float, default=0.15)
    add("--typical", type=Path, help="what typical-reports wrote: usual words for each study")
    add("--typical-share", type=float, default=0.7, help="share of the examples told so")
    add("--drop-lateral", type=float, default=0.2)
    add("--batch", type=int, default=64)
    add("--hidden", type=int, default=512)
    add("--slot", type=int, default=256)
    add("--attention", type=int, default=128)
    add("--cell", choices=("gru", "lstm"), default="gru")
    add("--films", choices=("one", "two"), default="two", help="one: the frontal film alone")
    add("--critical-epochs", type=int, default=0)
    add("--critical-rate", type=float, default=5e-5)
    add("--draws", type=int, default=5, help="reports of a study, self-critical")
    add("--cider-reward", type=float, default=Reward.cider, help="weight of CIDEr, 0 to 10")
    add("--rouge-reward", type=float, default=Reward.rouge, help="weight of ROUGE-L")
    add("--clinical-reward", type=float, default=Reward.clinical, help="weight of clinical F1")
    add("--threads", type=int, default=2)
    add("--seed", type=int, default=7)
    add("--every", type=int, default=2, help="epochs between looks at val")
    add("--start", type=Path, help="goes on from this decoder: a checkpoint, or a pack's folder")
    add("--resume", action="store_true")
    return parser
