"""`train-encoder`: train an encoder on all labelled films, small films first."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..data.cache import cached_films
from ..data.film import Film
from ..data.pictures import other_pictures
from ..data.public import COLLECTIONS
from ..data.sources import read_all
from ..data.stream import StreamedFilms
from ..distributed import World, in_world
from ..paths import DATA, RUNS
from ..plot_log import append_line
from .architectures import add_model_option, chosen
from .batches import SamplingOptions, TrainingFilms
from .boxes import box_figures
from .distil import (
    add_teacher_options,
    distillation_of,
    teacher_name,
)
from .inference import film_batch, run
from .load import joined, load_start
from .norms import restore_norms, settle_norms
from .objective import TrainOptions, positive_weights
from .opinions import add_opinion_options, load_opinions, with_opinions
from .quantised import calibration_films, evenly
from .scores import MEASURED, sigmoid, source_figures
from .trainer import Trainer

HELD = "0,3,3,3,3,3"
"""Starting weights serve the first blocks well; holding them spares half of an epoch's time."""

SETTLING_FILMS = 1024
"""Training films over which the averaged network's norms take their statistics."""


def train(
    trainer: Trainer,
    films: list[Film],
    pixels: np.ndarray | StreamedFilms,
    others: np.ndarray,
    sampling: SamplingOptions,
    data: Path,
) -> None:
    """Run the plan from where the trainer stands, validating after each epoch; data: the folder of the
    collections, for NIH's boxes."""
    options, world = trainer.options, trainer.world
    trainer.folder.mkdir(parents=True, exist_ok=True)
    train_rows = [i for i, film in enumerate(films) if film.split == "train"]
    val_rows = [i for i, f in enumerate(films) if f.split == "val" and f.source in MEASURED]
    train_films = [films[i] for i in train_rows]
    val_films, val_pixels = [films[i] for i in val_rows], pixels[val_rows]
    train_pixels = pixels[train_rows]
    settling_rows = [i for i in train_rows if films[i].source in MEASURED] or train_rows
    settling_pixels = pixels[evenly(settling_rows, SETTLING_FILMS)]
    weight = positive_weights(train_films)
    loaded: TrainingFilms | None = None
    started, cost_done = time.time(), 0.0
    costs = [side * side for side in options.plan]
    first = trainer.epoch
    for epoch in range(first, len(options.plan)):
        side = options.plan[epoch]
        trainer.frozen = options.frozen[epoch] if epoch < len(options.frozen) else 0
        if loaded is None or loaded.side != side:
            loaded = TrainingFilms(train_films, train_pixels, others, side)
        steps = loaded.steps(options.batch, sampling)
        running = 0.0
        batches = loaded.epoch(options.seed * 1000 + epoch, options.batch, sampling, world)
        for seen, batch in enumerate(batches, start=1):
            done = (epoch + (seen - 1) / steps) / len(options.plan)
            running += trainer.train_step(batch, weight, done)
            if seen % 50 == 0 and world.main:
                spent = time.time() - started
                share = (cost_done + costs[epoch] * seen / steps) / sum(costs[first:])
                print(
                    f"epoch {epoch + 1} side {side} step {seen}/{steps} loss {running / 50:.4f} "
                    f"minutes {spent / 60:.1f} left {spent * (1 / share - 1) / 60:.1f}",
                    flush=True,
                )
                line = {"step": trainer.step, "epoch": epoch + 1, "loss": running / 50}
                append_line(trainer.folder / "log.jsonl", line)
            if seen % 50 == 0:
                running = 0.0
        cost_done += costs[epoch]
        trainer.epoch = epoch + 1
        settle_norms(trainer.average, film_batch(settling_pixels[:], side), options.bf16)
        trainer.save()
        if val_films and world.main:
            logits = run(trainer.average, val_pixels, side, options.bf16)
            figures = source_figures(val_films, sigmoid(logits.findings))
            means = {name: figure["meanAuroc"] for name, figure in figures.items()}
            boxes = box_figures(trainer.average, side, data)
            head: dict[str, Any] = {"epoch": epoch + 1, "side": side, "boxes": boxes}
            print(json.dumps(head | {"meanAuroc": means}), flush=True)
            with open(trainer.folder / "epochs.jsonl", "a", encoding="utf-8") as log:
                log.write(json.dumps(head | figures) + "\n")
        world.wait()


def main(argv: list[str]) -> int:
    """Fine-tune the encoder; resumes where a stopped run left off."""
    parser = argparse.ArgumentParser(prog="train-encoder", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument(
        "--collection",
        choices=("project", *COLLECTIONS),
        default="project",
        help="what --data holds; nih and mimic, in their public layouts, are streamed from disk",
    )
    parser.add_argument("--readers", type=int, default=4, help="threads that decode streamed films")
    parser.add_argument("--cache", type=Path, default=RUNS / "cache")
    parser.add_argument("--out", type=Path, help="folder of the run; else one of the model's own")
    add_model_option(parser)
    add_teacher_options(parser)
    add_opinion_options(parser)
    parser.add_argument(
        "--start",
        type=Path,
        help="checkpoint or pack's folder that a run without a last.pt starts from; give it an --out "
        "of its own",
    )
    parser.add_argument("--plan", default="128,160,160,192,224,224", help="side of each epoch")
    parser.add_argument(
        "--frozen",
        help="blocks held in each epoch; default: none, or 0,3,3,3,3,3 after starting weights",
    )
    parser.add_argument(
        "--rate-share", type=float, default=1.0, help="of the peak rates; less for trained weights"
    )
    parser.add_argument(
        "--rare-again", type=float, default=SamplingOptions.rare_again, help="see SamplingOptions"
    )
    parser.add_argument(
        "--shares",
        default="",
        help="how often an epoch shows a film of a source, as iu=1,roco=2; the others as in "
        "SamplingOptions",
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    films = COLLECTIONS.get(options.collection, read_all)(options.data)
    sampling = SamplingOptions(rare_again=options.rare_again)
    sampling = sampling.with_shares(options.shares, {film.source for film in films})
    architecture = chosen(options)
    plan = tuple(int(side) for side in options.plan.split(","))
    held = options.frozen if options.frozen is not None else HELD if architecture.origin else ""
    frozen = tuple(int(count) for count in held.split(",") if count)
    start = load_start(options.start, architecture) if options.start else None
    opinions = load_opinions(options.opinions) if options.opinions else None
    earlier_teacher = start.teacher if start else None
    settings = TrainOptions(
        plan=plan,
        head_rate=options.rate_share * TrainOptions.head_rate,
        body_rate=options.rate_share * TrainOptions.body_rate,
        frozen=frozen,
        batch=options.batch,
        seed=options.seed,
        architecture=architecture.name,
        teacher=teacher_name(options.teacher) if options.teacher else earlier_teacher,
        opinions=joined(start.opinions if start else (), opinions.teachers if opinions else ()),
        earlier=start.earlier if start else (),
        pack=start.pack if start else None,
    )

    def work(world: World) -> None:
        pixels: np.ndarray | StreamedFilms
        if options.collection == "project":
            if world.main:
                cached_films(films, options.cache)
            world.wait()
            pixels = cached_films(films, options.cache)
        else:
            pixels = StreamedFilms(films, readers=options.readers)
        model = start.model if start else architecture.ready()
        if start and start.folded:
            restore_norms(model, calibration_films(films, pixels, plan[0]))
        folder = options.out or architecture.runs
        trainer = Trainer(model, settings, folder, world, distillation_of(options, model))
        torch.manual_seed(options.seed + world.rank)
        trainer.resume()
        taught = with_opinions(films, opinions, options.opinion_share) if opinions else films
        train(trainer, taught, pixels, other_pictures(1400, "train"), sampling, options.data)

    in_world(work)
    return 0
