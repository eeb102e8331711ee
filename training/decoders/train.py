"""`python -m training train-decoder`: the report decoder on cached features of the IU pairs."""

from __future__ import annotations

import argparse
import json
import logging
import math
import random
import time
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from training.decoders.attention_gru import AttentionGru, Sizes
from training.decoders.batches import Batch, Batcher, Recipe
from training.decoders.decoding import Rules
from training.decoders.examples import Example, make_example
from training.decoders.films import FilmFeatures
from training.decoders.operating import operating_points, stated_matrix, study_logits
from training.decoders.scoring import report_scores, write_reports
from training.paths import DATA, RUNS
from training.text.preparation import cased_words
from training.text.r2gen import MINIMUM_COUNT, train_words
from training.text.studies import read_studies
from training.text.vocabulary import UNK, Vocabulary, build_vocabulary

log = logging.getLogger("training.decoder")


def options(argv: list[str]) -> argparse.Namespace:
    """Command-line options, all with the defaults of the released pack."""
    parser = argparse.ArgumentParser(prog="python -m training train-decoder", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--features", type=Path, default=RUNS / "features")
    parser.add_argument("--out", type=Path, default=RUNS / "decoder")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--dropout", type=float, default=0.4)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--decay", type=float, default=0.995, help="of the averaged weights")
    parser.add_argument("--finding-weight", type=float, default=2.0)
    parser.add_argument("--other-weight", type=float, default=1.3)
    parser.add_argument("--threshold", type=float, default=0.2)
    parser.add_argument("--sharpness", type=float, default=2.0)
    parser.add_argument("--oracle", type=float, default=0.5)
    parser.add_argument("--spread", type=float, default=0.7)
    parser.add_argument("--rare", type=float, default=0.5)
    parser.add_argument("--shuffle", type=float, default=0.15)
    parser.add_argument("--drop-lateral", type=float, default=0.2)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--slot", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--every", type=int, default=2, help="epochs between looks at val")
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args(argv)


def weighted_loss(logits: Tensor, batch: Batch, smoothing: float) -> Tensor:
    """Mean cross entropy a word, weighted; <unk> targets do not count."""
    losses = torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), batch.targets.flatten(), reduction="none", label_smoothing=smoothing
    )
    weights = (batch.weights * (batch.targets != UNK)).flatten()
    return (losses * weights).sum() / weights.sum()


class Averaged:
    """Exponential moving average of a model's parameters."""

    def __init__(self, model: AttentionGru, decay: float) -> None:
        self.decay = decay
        self.steps = 0
        self.state = {name: value.clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: AttentionGru) -> None:
        """Moves the average towards the model's weights."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, value in model.state_dict().items():
            self.state[name].lerp_(value, 1 - decay)


def load_examples(
    data: Path, finding_weight: float, other_weight: float
) -> dict[str, list[Example]]:
    """Examples for training (train and none splits) and for val."""
    examples: dict[str, list[Example]] = {"train": [], "val": []}
    for study in read_studies(("train", "none", "val"), data):
        example = make_example(study, finding_weight, other_weight)
        if example is not None:
            examples["val" if study.split == "val" else "train"].append(example)
    return examples


def vocabulary_of(examples: list[Example]) -> Vocabulary:
    """Words seen at least 3 times in the training targets."""
    reports = [example.sentences for example in examples]
    words = {word for report in reports for sentence in report for word in sentence}
    cased = cased_words((example.study.findings for example in examples), words)
    return build_vocabulary(reports, MINIMUM_COUNT, cased)


def main(argv: list[str]) -> int:
    """Trains, looks at val, keeps the best and the last state under --out."""
    args = options(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    films = FilmFeatures(args.features)
    examples = load_examples(args.data, args.finding_weight, args.other_weight)
    vocabulary = vocabulary_of(examples["train"])
    words = train_words(e.study.findings for e in examples["train"] if e.study.split == "train")
    gain, shift = operating_points(
        study_logits(examples["val"], films),
        stated_matrix(examples["val"]),
        stated_matrix(examples["train"]).mean(dim=0),
        args.threshold,
        args.sharpness,
    )
    sizes = Sizes(len(vocabulary.tokens), films.channels, args.hidden, args.slot)
    model = AttentionGru(sizes, args.dropout)
    model.finding_gain.copy_(gain)
    model.finding_shift.copy_(shift)
    recipe = Recipe(
        args.batch, args.oracle, args.spread, args.drop_lateral, args.shuffle, args.rare
    )
    batcher = Batcher(examples["train"], films, vocabulary, gain, shift, recipe)
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=1e-2)
    average = Averaged(model, args.decay)
    steps = args.epochs * math.ceil(sum(batcher.sampling) / args.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, args.rate, total_steps=steps + 4 * args.epochs, pct_start=0.1
    )
    first, best = 0, -1.0
    checkpoint = args.out / "last.pt"
    if args.resume and checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
        average.state, average.steps = saved["average"], saved["steps"]
        rng.setstate(saved["rng"])
        torch.set_rng_state(saved["torch_rng"])
        first, best = saved["epoch"] + 1, saved["best"]
    log.info(
        "%d training studies, %d val, %d words, %.2f M weights, %s",
        len(examples["train"]), len(examples["val"]), len(vocabulary.tokens),
        sum(p.numel() for p in model.parameters()) / 1e6, asdict(recipe),
    )  # fmt: skip
    rules = Rules.of(vocabulary)
    started = time.monotonic()
    for epoch in range(first, args.epochs):
        model.train()
        losses = []
        for batch in batcher.epoch(rng):
            slots = model.slots(batch.frontal, batch.lateral, batch.findings)
            loss = weighted_loss(model(batch.words, slots), batch, args.smoothing)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            average.update(model)
            losses.append(float(loss))
        left = (time.monotonic() - started) / (epoch - first + 1) * (args.epochs - epoch - 1)
        line: dict[str, float] = {"epoch": epoch, "loss": sum(losses) / len(losses)}
        if (epoch + 1) % args.every == 0 or epoch + 1 == args.epochs:
            shown = AttentionGru(sizes)
            shown.load_state_dict(average.state)
            texts = write_reports(shown, examples["val"], films, vocabulary, rules)
            line |= report_scores([e.study.findings for e in examples["val"]], texts, words)
            value = line["cider"] + 2 * line["clinicalF1"]
            if value > best:
                best = value
                save_decoder(args.out / "best.pt", shown, vocabulary, line)
        log.info("%s, %.0f s left", {k: round(v, 4) for k, v in line.items()}, left)
        with (args.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        torch.save(
            {
                "model": model.state_dict(), "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(), "average": average.state,
                "steps": average.steps, "rng": rng.getstate(),
                "torch_rng": torch.get_rng_state(), "epoch": epoch, "best": best,
            },
            checkpoint,
        )  # fmt: skip
    shown = AttentionGru(sizes)
    shown.load_state_dict(average.state)
    save_decoder(args.out / "final.pt", shown, vocabulary, {})
    return 0


def save_decoder(
    path: Path, model: AttentionGru, vocabulary: Vocabulary, figures: dict[str, float]
) -> None:
    """Writes a decoder: sizes, weights, vocabulary, figures on val."""
    torch.save(
        {
            "sizes": asdict(model.sizes),
            "weights": model.state_dict(),
            "tokens": list(vocabulary.tokens),
            "cased": vocabulary.cased,
            "figures": figures,
        },
        path,
    )


def load_decoder(path: Path) -> tuple[AttentionGru, Vocabulary]:
    """Reads what `save_decoder` wrote; the model is in evaluation mode."""
    saved = torch.load(path, weights_only=True)
    model = AttentionGru(Sizes(**saved["sizes"]))
    model.load_state_dict(saved["weights"])
    model.eval()
    return model, Vocabulary(tuple(saved["tokens"]), saved["cased"])
