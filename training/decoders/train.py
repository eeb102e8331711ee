"""`python -m training train-decoder`: the report decoder on cached features of the IU pairs.

Teacher forcing first; with --critical-epochs, self-critical training after it (critical.py).
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import random
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.batches import Batch, Batcher, Recipe
from training.decoders.checkpoint import Averaged, save_decoder
from training.decoders.critical import Critic, Reward
from training.decoders.decoding import Rules
from training.decoders.films import FilmFeatures
from training.decoders.material import Material, prepare
from training.decoders.objective import DecoderLoss, rows_of
from training.decoders.operating import operating_points
from training.decoders.options import parser_of
from training.decoders.pack import open_decoder
from training.decoders.scoring import report_scores, write_reports
from training.decoders.typical import read_typical, with_typical
from training.distributed import ALONE, World, in_world
from training.text.impression import IMPRESSION_LENGTH

log = logging.getLogger("training.decoder")


class Training:
    """Model, optimiser, running average and place in the run; saved and resumed between epochs."""

    def __init__(self, args: argparse.Namespace, material: Material, world: World = ALONE) -> None:
        self.args = args
        self.world = world
        self.material = material
        self.rng = random.Random(args.seed)
        torch.manual_seed(args.seed)
        self.rules = Rules.of(material.vocabulary)
        self.sizes = Sizes(
            len(material.vocabulary.tokens),
            material.films.channels,
            args.hidden,
            args.slot,
            args.attention,
            cell=args.cell,
            films=1 if args.films == "one" else 2,
            impression=IMPRESSION_LENGTH if args.impression_weight > 0 else 0,
            guide=args.guide,
        )
        self.model = AttentionDecoder(self.sizes, args.dropout)
        reading = operating_points(material.posterior, args.threshold, args.sharpness)
        self.model.finding_gain.copy_(reading[0])
        self.model.finding_shift.copy_(reading[1])
        recipe = Recipe(
            args.batch,
            args.oracle,
            material.noise,
            args.blind,
            1.0 if args.films == "one" else args.drop_lateral,
            args.shuffle,
            args.rare,
            impression=args.impression_weight,
            typical=args.typical_share,
        )
        self.batcher = Batcher(material.train, material.films, material.vocabulary, reading, recipe)
        reward = Reward(args.cider_reward, args.rouge_reward, args.clinical_reward)
        self.critic = Critic(material, reward, args.draws)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=args.rate, weight_decay=1e-2)
        if args.start:
            self.take_weights(args.start)
        self.average = Averaged(self.model, args.decay)
        self.objective = world.parallel(DecoderLoss(self.model, args.smoothing, world))
        torch.manual_seed(args.seed + world.rank)
        self.steps = math.ceil(sum(self.batcher.sampling) / args.batch) * args.epochs
        self.step = 0
        self.epoch = 0
        self.best = -1.0

    def take_weights(self, start: Path) -> None:
        """Starts from a trained decoder's weights, with the operating points of this run.

        Raises SystemExit when it is of other sizes or other words.
        """
        found, vocabulary = open_decoder(start)
        own = self.sizes
        sizes = replace(
            found.sizes, guide=own.guide, drafts=own.drafts, temperature=own.temperature
        )
        if sizes != own:
            raise SystemExit(f"{start} has the sizes {sizes}, not {own}")
        if vocabulary.tokens != self.material.vocabulary.tokens:
            raise SystemExit(f"{start} writes with other words than those of the reports here")
        points = {k: self.model.state_dict()[k] for k in ("finding_gain", "finding_shift")}
        self.model.load_state_dict(found.state_dict() | points)

    def rate(self) -> float:
        """Learning rate of this step: warm-up, cosine to 2 %, then constant if self-critical."""
        if self.epoch >= self.args.epochs:
            return self.args.critical_rate
        warm = min(1.0, (self.step + 1) / 100)
        done = min(1.0, self.step / self.steps)
        return self.args.rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))

    def loss(self, batch: Batch) -> Tensor:
        """The loss of this epoch's kind on this process's part of a batch."""
        part = rows_of(batch, self.world)
        if self.epoch < self.args.epochs:
            return self.objective(part)
        return self.objective(part, self.rules, self.critic)

    def run_epoch(self) -> float:
        """One epoch; returns the mean loss."""
        self.model.train()
        losses = []
        for batch in self.batcher.epoch(self.rng):
            for group in self.optimiser.param_groups:
                group["lr"] = self.rate() * group.get("share", 1.0)
            loss = self.loss(batch)
            self.optimiser.zero_grad()
            loss.backward()
            learnt = [p for group in self.optimiser.param_groups for p in group["params"]]
            torch.nn.utils.clip_grad_norm_(learnt, 2.0)
            self.optimiser.step()
            self.update_averages()
            self.step += 1
            losses.append(self.world.mean(loss))
        self.epoch += 1
        return sum(losses) / len(losses)

    def update_averages(self) -> None:
        """Moves the averages of what is trained; after each step."""
        self.average.update(self.model)

    def val_films(self) -> FilmFeatures:
        """The films as the reports on val are written from them."""
        return self.material.films

    def look_at_val(self) -> dict[str, float]:
        """Figures of the averaged weights on val, greedy; keeps the best under --out."""
        shown = self.average.model(self.sizes)
        material = self.material
        films = self.val_films()
        texts = write_reports(shown, material.val, films, material.vocabulary, self.rules)
        figures = report_scores([e.study.findings for e in material.val], texts, material.words)
        value = figures["cider"] + 2 * figures["clinicalF1"]
        if value > self.best:
            self.best = value
            self.keep("best", figures)
        return figures

    def keep(self, name: str, figures: dict[str, float]) -> None:
        """Writes the averaged weights, and their figures on val, under --out as `name`.pt."""
        shown = self.average.model(self.sizes)
        save_decoder(self.args.out / f"{name}.pt", shown, self.material.vocabulary, figures)

    def state(self) -> dict[str, Any]:
        """All that a stopped run needs to go on."""
        return {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average.state,
            "averaged": self.average.steps,
            "rng": self.rng.getstate(),
            "torch_rng": torch.get_rng_state(),
            "place": (self.step, self.epoch, self.best),
        }

    def save(self) -> None:
        """Writes `last.pt`, from which `resume` goes on, and the average as `final.pt`."""
        torch.save(self.state(), self.args.out / "last.partial")
        (self.args.out / "last.partial").rename(self.args.out / "last.pt")
        self.keep("final", {})

    def resume(self) -> None:
        """Takes up `last.pt` where there is one."""
        path = self.args.out / "last.pt"
        if path.exists():
            self.take_up(torch.load(path, weights_only=False))

    def take_up(self, state: dict[str, Any]) -> None:
        """Goes on from what `state` gave."""
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.state, self.average.steps = state["average"], state["averaged"]
        self.rng.setstate(state["rng"])
        torch.set_rng_state(state["torch_rng"])
        self.step, self.epoch, self.best = state["place"]
        if self.world.size > 1:
            torch.manual_seed(self.args.seed + 1000 * (self.epoch + 1) + self.world.rank)


def run(training: Training, args: argparse.Namespace) -> None:
    """All epochs still to do; the first process looks at val, saves and writes the log."""
    material, world = training.material, training.world
    log.info(
        "%d training studies, %d val, %d words, %.2f M weights, noise on train logits %.2f",
        len(material.train),
        len(material.val),
        len(material.vocabulary.tokens),
        sum(p.numel() for p in training.model.parameters()) / 1e6,
        material.noise,
    )
    total = args.epochs + args.critical_epochs
    first, started = training.epoch, time.monotonic()
    while training.epoch < total:
        line: dict[str, float] = {"epoch": training.epoch, "loss": training.run_epoch()}
        if training.epoch % args.every == 0 or training.epoch >= args.epochs:
            line |= training.look_at_val() if world.main else {}
        if world.main:
            training.save()
        world.wait()
        pace = (time.monotonic() - started) / (training.epoch - first)
        rounded = {key: round(value, 4) for key, value in line.items()}
        log.info("%s, %.0f s left", rounded, pace * (total - training.epoch))
        if not world.main:
            continue
        with (args.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def material_of(args: argparse.Namespace) -> Material:
    """What the options ask to be learnt from, in typical words where they name some."""
    weights = args.finding_weight, args.other_weight
    material = prepare(args.data, args.features, *weights, args.films == "one")
    if args.typical:
        material.train = with_typical(material.train, read_typical(args.typical), *weights)
    return material


def main(argv: list[str]) -> int:
    """Trains, looks at val, keeps the best and the last state under --out."""
    args = parser_of("train-decoder", __doc__).parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(args.threads)
    material = material_of(args)

    def work(world: World) -> None:
        if not world.main:
            log.setLevel(logging.WARNING)
        training = Training(args, material, world)
        if args.resume:
            training.resume()
        run(training, args)

    in_world(work)
    return 0
