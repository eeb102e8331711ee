"""Command line: `python -m training COMMAND [options]`; `--help` after a command lists its options."""

from __future__ import annotations

import importlib
import sys

COMMANDS: dict[str, tuple[str, str]] = {
    "cache-films": ("training.data.cache", "decode every film once into memory-mapped arrays"),
    "pool-opinions": (
        "training.encoders.opinions",
        "what encoder packs make of the training films, for train-encoder --opinions",
    ),
    "train-encoder": ("training.encoders.train", "train an encoder on the labelled films"),
    "features": ("training.encoders.features", "write feature maps of films"),
    "side-check": ("training.encoders.sides", "sides of activation maps against radiologists"),
    "fit-orientation": (
        "training.encoders.orientation",
        "fit the orientation head of a trained encoder anew",
    ),
    "calibrate-encoder": ("training.encoders.calibrate", "fit temperatures and thresholds on val"),
    "evaluate-encoder": ("training.encoders.evaluate", "print the figures of an encoder as JSON"),
    "export-encoder": ("training.encoders.export", "write the encoder pack and its golden"),
    "train-decoder": ("training.decoders.train", "train the report decoder on cached features"),
    "typical-reports": (
        "training.decoders.typical",
        "usual words for each training study, for train-decoder --typical",
    ),
    "blend-decoders": ("training.decoders.blend", "a decoder between two, by their weights"),
    "train-jointly": ("training.decoders.joint", "a decoder and the last parts of its encoder"),
    "tune-decoder": ("training.decoders.tune", "operating point and beam of a decoder, on val"),
    "evaluate": ("training.decoders.evaluate", "score written reports, write docs/EVALUATION.md"),
    "score-impressions": (
        "training.decoders.impression_scores",
        "score impressions written for val",
    ),
    "engine-reports": ("training.decoders.engine", "read val by the TypeScript engine and packs"),
    "engine-cost": ("training.decoders.cost", "time and memory of the engine, decoder by decoder"),
    "grounding": ("training.decoders.grounding", "pointing game of the packs on NIH's boxes"),
    "export-decoder": ("training.decoders.export", "write the decoder pack and its golden"),
    "choose-default": ("training.packs.default", "the app's decoder, by the packs' figures"),
    "score-labeller": ("training.text.score_labeller", "report labeller against Open-i's labels"),
    "tagger-weak": (
        "training.tagger.weak_labels",
        "label the report texts; figures of every source",
    ),
    "train-tagger": ("training.tagger.train", "multi-task training of the tagger"),
    "evaluate-tagger": ("training.tagger.evaluate", "entity F1 and assertion accuracy of a tagger"),
    "export-tagger": ("training.tagger.export", "write the tagger pack and its golden"),
    "plot-log": ("training.plot_log", "loss curves of a training log as an SVG"),
    "samples": ("training.samples.make", "compose the sample studies from many registered films"),
    "parity-fixtures": ("training.tiny", "write thin networks and what PyTorch gives with them"),
    "smoke": ("training.smoke", "two training steps on generated films, then a small pack"),
}
"""Command name -> (module with `main(argv) -> int | None`, one line of help). Imported when used."""


def main(argv: list[str]) -> int:
    """Run one command; return its exit status (2 for an unknown command)."""
    if not argv or argv[0] in ("-h", "--help"):
        print("usage: python -m training COMMAND [options]\n")
        for name, (_, help_line) in sorted(COMMANDS.items()):
            print(f"  {name:20} {help_line}")
        return 0
    if argv[0] not in COMMANDS:
        print(f"unknown command {argv[0]!r}; known: {', '.join(sorted(COMMANDS))}", file=sys.stderr)
        return 2
    module = importlib.import_module(COMMANDS[argv[0]][0])
    return int(module.main(argv[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
