"""`python -m training train-tagger`: multi-task training; a stopped run goes on where it was (within 100 steps)."""

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch

from ..paths import DATA, RUNS
from ..plot_log import append_line
from .corpora import CORPORA, REPORT_TYPES, corpus_types, read_corpus, tag_list
from .evaluate import figures, load_tagger
from .examples import Example, bucketed, make_batch
from .network import Sizes, Tagger, load_minilm
from .objective import Objective, parameter_groups
from .report_set import labelled_reports, training_examples, unknown_terms
from .vocabulary import WordPiece, pruned_vocabulary

SHARE = {"bc5cdr": 1.0, "bionlp13cg": 1.0, "ncbi": 0.4, "anatem": 0.4}
"""Share of a corpus's sentences read in one epoch (drawn anew each time)."""
EMPTY_SHARE = 0.4
"""Of the auxiliary corpora's sentences without an entity, the share that is kept at all."""


def corpus_tag_sets(data: Path) -> dict[str, list[str]]:
    """Tags of every task; types from the train parts."""
    sets = {"report": tag_list(REPORT_TYPES)}
    for task in CORPORA:
        sets[task] = tag_list(corpus_types(read_corpus(data, task, "train")))
    return sets


def corpus_examples(
    data: Path, tag_sets: dict[str, list[str]], parts: tuple[str, ...]
) -> dict[str, list[Example]]:
    """Sentences of the corpora with tag ids."""
    examples: dict[str, list[Example]] = {}
    for task in CORPORA:
        index = {tag: i for i, tag in enumerate(tag_sets[task])}
        examples[task] = [
            Example(task, sentence.words, [index.get(tag, 0) for tag in sentence.tags])
            for part in parts
            for sentence in read_corpus(data, task, part)
        ]
    return examples


def epoch_batches(
    data: Path,
    corpora: dict[str, list[Example]],
    reports: list,
    terms: dict,
    vocabulary: WordPiece,
    seed: int,
    pieces: int,
) -> list[list[Example]]:
    """The batches of one epoch, drawn by `seed` alone (so that a resumed run sees the same)."""
    chance = random.Random(seed)
    examples = training_examples(data, chance, reports, terms)
    for task, rows in corpora.items():
        if SHARE[task] < 1:
            rows = [row for row in rows if any(row.tags) or chance.random() < EMPTY_SHARE]
        examples += chance.sample(rows, round(len(rows) * SHARE[task]))
    return bucketed(examples, vocabulary, pieces, chance)


def plan_of(options: argparse.Namespace, total: int) -> dict[str, object]:
    """What must stay the same for a stopped run to go on: options that shape the steps, their number."""
    names = (
        "epochs",
        "rate",
        "layer_decay",
        "word_dropout",
        "pieces",
        "report_layers",
        "report_words",
        "seed",
        "with_devel",
        "start",
    )
    return {name: getattr(options, name) for name in names} | {"steps in all": total}


def check_same_run(saved: dict, plan: dict[str, object]) -> None:
    """Raises SystemExit when a checkpoint belongs to other options or other labels."""
    odd = [
        f"{name}: {saved['plan'][name]!r} then, {value!r} now"
        for name, value in plan.items()
        if "plan" in saved and saved["plan"].get(name) != value
    ]
    if odd:
        raise SystemExit(
            f"the checkpoint was made with other settings ({'; '.join(odd)}): "
            "give the run another --name, the same settings, or remove its checkpoint.pt"
        )


def main(argv: list[str]) -> int:
    """Trains and writes runs/tagger/<name>/{model.pt,vocab.json}."""
    parser = argparse.ArgumentParser(prog="train-tagger", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--name", default="main")
    parser.add_argument("--start", help="goes on from this finished run, with its vocabulary")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--word-dropout", type=float, default=0.04)
    parser.add_argument("--pieces", type=int, default=1400, help="padded word pieces of a batch")
    parser.add_argument("--vocabulary", type=int, default=10150)
    parser.add_argument(
        "--report-words", type=int, default=250, help="whole words of reports in the vocabulary"
    )
    parser.add_argument(
        "--report-layers", type=int, default=3, help="layers that the report head reads"
    )
    parser.add_argument("--positions", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--with-devel",
        action="store_true",
        help="train on train + devel (then devel measures nothing)",
    )
    parser.add_argument("--steps", type=int, default=0, help="stop early, for trials")
    parser.add_argument(
        "--check-share", type=float, default=0.25, help="share of devel read after an epoch"
    )
    options = parser.parse_args(argv)

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    folder = RUNS / "tagger" / options.name
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary_file = folder / "vocab.json"
    if options.start and not vocabulary_file.exists():
        vocabulary_file.write_text((RUNS / "tagger" / options.start / "vocab.json").read_text())
    if vocabulary_file.exists():
        tokens = json.loads(vocabulary_file.read_text())["tokens"]
    else:
        tokens = pruned_vocabulary(options.data, options.vocabulary, options.report_words)
        vocabulary_file.write_text(json.dumps({"tokens": tokens}, ensure_ascii=False))
    vocabulary = WordPiece(tokens)

    tag_sets = corpus_tag_sets(options.data)
    parts = ("train", "devel") if options.with_devel else ("train",)
    corpora = corpus_examples(options.data, tag_sets, parts)
    reports = labelled_reports(options.data)
    terms = unknown_terms(options.data)
    sizes = Sizes(len(tokens), options.positions)
    model = Tagger(sizes, tag_sets, exits={"report": options.report_layers})
    if options.start:
        model.load_state_dict(load_tagger(RUNS / "tagger" / options.start)[0].state_dict())
    else:
        load_minilm(model, tokens)
    optimizer = torch.optim.AdamW(
        parameter_groups(model, options.rate, options.layer_decay), betas=(0.9, 0.98), fused=True
    )
    objective = Objective(model)

    plan = [
        epoch_batches(
            options.data,
            corpora,
            reports,
            terms,
            vocabulary,
            options.seed * 1000 + epoch,
            options.pieces,
        )
        for epoch in range(options.epochs)
    ]
    total = sum(map(len, plan))
    warm = max(1, round(0.06 * total))
    checkpoint_file = folder / "checkpoint.pt"
    step = done = 0
    if checkpoint_file.exists():
        saved = torch.load(checkpoint_file, weights_only=False)
        check_same_run(saved, plan_of(options, total))
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        step, done = saved["step"], saved["epoch"]
        torch.set_rng_state(saved["rng"])
        print(f"resumed at step {step}", flush=True)
    print(f"{total} steps, {len(tokens)} pieces, {len(reports)} reports", flush=True)

    def save(epoch: int) -> None:
        state = {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "step": step,
            "epoch": epoch,
            "rng": torch.get_rng_state(),
            "plan": plan_of(options, total),
        }
        partial = checkpoint_file.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(checkpoint_file)

    started = time.time()
    for epoch in range(done, options.epochs):
        model.train()
        running: dict[str, list[float]] = {}
        before = sum(map(len, plan[:epoch]))
        for group in plan[epoch][step - before :]:
            step += 1
            chance = random.Random(options.seed * 1_000_003 + step)
            factor = (
                step / warm
                if step < warm
                else 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))
            )
            for parameters in optimizer.param_groups:
                parameters["lr"] = parameters["peak"] * max(factor, 0.01)
            batch = make_batch(group, vocabulary, sizes.positions, chance, options.word_dropout)
            loss = objective(batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            running.setdefault(batch.task, []).append(float(loss.detach()))
            if step % 50 == 0:
                means = {
                    task: round(sum(values) / len(values), 4) for task, values in running.items()
                }
                print(
                    f"epoch {epoch + 1} step {step}/{total} {time.time() - started:.0f} s {means}",
                    flush=True,
                )
                append_line(folder / "log.jsonl", {"step": step, "loss": means})
                running = {}
            if step % 100 == 0:
                save(epoch)
            if options.steps and step >= options.steps:
                break
        finished = step - before >= len(plan[epoch])
        save(epoch + 1 if finished else epoch)
        torch.save(
            {
                "model": model.state_dict(),
                "sizes": sizes.as_dict(),
                "tag_sets": tag_sets,
                "exits": model.exits,
                "options": vars(options) | {"data": ""},
            },
            folder / "model.pt",
        )
        last = epoch + 1 == options.epochs
        share = 1.0 if last else options.check_share
        if share > 0:
            print(
                json.dumps(
                    {"epoch": epoch + 1}
                    | figures(
                        model, vocabulary, options.data, share, corpora=not options.with_devel
                    )
                ),
                flush=True,
            )
        if options.steps and step >= options.steps:
            break
    return 0
