"""`python -m training export-tagger`: the pack `tagger-mini`, its model card and its parity golden."""

import argparse
import copy
import json
from pathlib import Path

import numpy as np
import torch

from ..packs.golden import tap, write_golden
from ..packs.pack import update_index, write_pack
from ..packs.weights import PackWeight, pack_weights, unpack_weights
from ..paths import GOLDENS, PACKS, RUNS
from .card import DESCRIPTION, SOURCES, model_card
from .corpora import EXPORTED_SETS
from .evaluate import load_tagger, training_options
from .examples import encode_words
from .figures import own_figures, run_figures, sister_figures
from .network import Tagger
from .reading import OVERLAP, WINDOW, constraints, read_many
from .vocabulary import WordPiece
from .words import split_words

PARITY_SENTENCES = (
    "The heart is enlarged. There is no pleural effusion or pneumothorax.",
    "Mild degenerative changes of the thoracic spine.",
    "Left lower lobe airspace opacity may represent pneumonia or atelectasis.",
    "Right-sided PICC line with tip in the SVC; sternotomy wires and surgical clips are intact.",
    "Interval removal of the endotracheal tube. Low lung volumes with bibasilar atelectasis.",
    "No acute cardiopulmonary abnormality.",
    "Calcified granuloma in the right upper lobe, consistent with old granulomatous disease.",
    "Retained barium in the colon – naïve café test, 5 µm, “quoted” 😀 text.",
    "Naloxone reverses the antihypertensive effect of clonidine in hypertensive rats.",
    "p53 mutations were found in breast cancer cells and in the liver of nude mice.",
    "",
)


def named_weights(model: Tagger) -> dict[str, PackWeight]:
    """The pack's tensors: kernels [in, out] and embeddings int8, the rest plain (auxiliary heads left out)."""

    def array(tensor: torch.Tensor) -> np.ndarray:
        return tensor.detach().float().numpy()

    weights: dict[str, PackWeight] = {}

    def dense(name: str, layer: torch.nn.Linear) -> None:
        weights[f"{name}.kernel"] = PackWeight(np.ascontiguousarray(array(layer.weight).T), 1)
        weights[f"{name}.bias"] = PackWeight(array(layer.bias))

    def norm(name: str, layer: torch.nn.LayerNorm) -> None:
        weights[f"{name}.gamma"] = PackWeight(array(layer.weight))
        weights[f"{name}.beta"] = PackWeight(array(layer.bias))

    weights["embeddings.word"] = PackWeight(array(model.word.weight), 0)
    weights["embeddings.position"] = PackWeight(array(model.position.weight), 0)
    weights["embeddings.type0"] = PackWeight(array(model.type0))
    norm("embeddings.norm", model.embedding_norm)
    for i, layer in enumerate(model.layers):
        for part in ("query", "key", "value", "output"):
            dense(f"layer{i}.attention.{part}", getattr(layer.attention, part))
        norm(f"layer{i}.attention.norm", layer.attention.norm)
        dense(f"layer{i}.feedforward.in", layer.feedforward_in)
        dense(f"layer{i}.feedforward.out", layer.feedforward_out)
        norm(f"layer{i}.norm", layer.norm)
    for task in EXPORTED_SETS:
        dense(f"head.{task}", model.heads[task])
        weights[f"head.{task}.transitions"] = PackWeight(
            constraints(model, task)[0].astype(np.float32)
        )
    dense("head.assertion", model.assertion)
    return weights


def quantised(model: Tagger) -> Tagger:
    """A copy of the model that computes with the weights as the pack holds them."""
    copied = copy.deepcopy(model).eval()
    blob, rows = pack_weights(named_weights(model))
    values = {
        name: torch.from_numpy(np.array(value))
        for name, value in unpack_weights(blob, rows).items()
    }

    def dense(layer: torch.nn.Linear, name: str) -> None:
        layer.weight.copy_(values[f"{name}.kernel"].T)
        layer.bias.copy_(values[f"{name}.bias"])

    def norm(layer: torch.nn.LayerNorm, name: str) -> None:
        layer.weight.copy_(values[f"{name}.gamma"])
        layer.bias.copy_(values[f"{name}.beta"])

    with torch.no_grad():
        copied.word.weight.copy_(values["embeddings.word"])
        copied.position.weight.copy_(values["embeddings.position"])
        copied.type0.copy_(values["embeddings.type0"])
        norm(copied.embedding_norm, "embeddings.norm")
        for i, layer in enumerate(copied.layers):
            for part in ("query", "key", "value", "output"):
                dense(getattr(layer.attention, part), f"layer{i}.attention.{part}")
            norm(layer.attention.norm, f"layer{i}.attention.norm")
            dense(layer.feedforward_in, f"layer{i}.feedforward.in")
            dense(layer.feedforward_out, f"layer{i}.feedforward.out")
            norm(layer.norm, f"layer{i}.norm")
        for task in EXPORTED_SETS:
            dense(copied.heads[task], f"head.{task}")
            copied.transitions[task].copy_(values[f"head.{task}.transitions"])
        dense(copied.assertion, "head.assertion")
    return copied


def _entities(model: Tagger, vocabulary: WordPiece, text: str) -> dict[str, list[dict]]:
    words = split_words(text)
    result: dict[str, list[dict]] = {}
    for task in EXPORTED_SETS:
        found = read_many(model, vocabulary, task, [[word.norm for word in words]])[0]
        result[task] = [
            {"start": words[e.first].start, "end": words[e.last].end, "type": e.type}
            | ({"assertion": e.assertion} if e.assertion else {})
            for e in found
        ]
    return result


@torch.no_grad()
def golden_cases(model: Tagger, vocabulary: WordPiece) -> dict:
    """Taps for one sentence, entities for PARITY_SENTENCES and for one long text."""
    text = PARITY_SENTENCES[2]
    words = split_words(text)
    ids, firsts = encode_words([word.norm for word in words], vocabulary, model.sizes.positions)
    tensor = torch.tensor([ids])
    mask = torch.ones(1, 1, 1, len(ids), dtype=torch.bool)
    x = model.embed(tensor)
    taps = {"embeddings": tap(x.numpy())}
    at_words = []
    for i, layer in enumerate(model.layers):
        x = layer(x, mask)
        taps[f"layer{i}"] = tap(x.numpy())
        at_words.append(x[:, firsts])
    for task in EXPORTED_SETS:
        taps[f"head.{task}"] = tap(model.heads[task](at_words[model.depth(task) - 1]).numpy())
    taps["head.assertion"] = tap(model.assertion(at_words[model.depth("report") - 1]).numpy())
    long_text = " ".join(PARITY_SENTENCES[k % 7] for k in range(35))
    return {
        "sentence": text,
        "words": [[word.norm, word.start, word.end] for word in words],
        "ids": ids,
        "firsts": firsts,
        "taps": taps,
        "texts": [
            {"text": t, "entities": _entities(model, vocabulary, t)} for t in PARITY_SENTENCES
        ],
        "long": {
            "parts": list(PARITY_SENTENCES[:7]),
            "repeat": 5,
            "separator": " ",
            "entities": _entities(model, vocabulary, long_text),
        },
    }


def main(argv: list[str]) -> int:
    """Writes <root>/tagger-mini/<version>/, the golden, and (with --index) the site's index.json."""
    parser = argparse.ArgumentParser(prog="export-tagger", description=__doc__)
    parser.add_argument("--name", default="main", help="folder below runs/tagger")
    parser.add_argument(
        "--measured-by",
        default="main",
        help="run trained without the devel parts, whose devel figures a --with-devel tagger shows",
    )
    parser.add_argument("--id", default="tagger-mini")
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--root", type=Path, default=PACKS)
    parser.add_argument("--goldens", type=Path, default=GOLDENS)
    parser.add_argument("--index", action="store_true")
    options = parser.parse_args(argv)
    torch.set_num_threads(2)
    folder = RUNS / "tagger" / options.name
    model, vocabulary = load_tagger(folder)
    settings = training_options(folder)
    figures = run_figures(folder)
    measured: dict | None = None
    if settings.get("with_devel"):
        sister = folder.with_name(options.measured_by)
        measured = training_options(sister)
        figures = own_figures(figures) | sister_figures(sister, run_figures(sister), measured)
    head = {
        "id": options.id,
        "version": options.version,
        "task": "tagger",
        "title": "Tagger mini",
        "description": DESCRIPTION,
        "licence": "CC-BY-NC-SA-4.0",
        "sources": SOURCES,
        "architecture": {
            "kind": "bert-tagger",
            "vocabulary": len(vocabulary.tokens),
            "layers": model.sizes.layers,
            "hidden": model.sizes.hidden,
            "heads": model.sizes.heads,
            "feedForward": model.sizes.feed_forward,
            "positions": model.sizes.positions,
            "window": WINDOW,
            "overlap": OVERLAP,
            "labelSets": {
                task: {"tags": model.tag_sets[task]}
                | ({"layers": model.exits[task]} if task in model.exits else {})
                for task in EXPORTED_SETS
            },
        },
        "figures": figures,
    }
    vocabulary_bytes = json.dumps(
        {"tokens": vocabulary.tokens}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    card = model_card(model, vocabulary, figures, settings, measured)
    pack = write_pack(
        options.root, head, named_weights(model), card, {"vocab.json": vocabulary_bytes}
    )
    write_golden(
        options.goldens,
        head,
        golden_cases(quantised(model), vocabulary),
        "PyTorch float32 with the pack's dequantised weights; taps in evaluation mode, heads at the first pieces of the words",
    )
    if options.index:
        update_index(options.root, head)
    size = sum(path.stat().st_size for path in pack.iterdir())
    print(f"{pack}: {size} bytes")
    return 0
