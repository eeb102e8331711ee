"""docs/EVALUATION.md from the measured tables of every shipped decoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training.decoders.literature import ORIGIN_RESCORED, PUBLISHED
from training.decoders.page_tables import (
    PERCENT,
    WHOLE,
    encoder_table,
    film_counts,
    film_table,
    grounding_tables,
    impression_table,
    markdown,
    merged,
    number,
    report_table,
    subset_rows,
)
from training.decoders.page_words import (
    CHOICE,
    CONSTANT_NOTE,
    COST,
    ENCODERS,
    FILMS,
    GROUNDING,
    IMPRESSION,
    NO_CONDITION,
    PROTOCOL,
    PUBLISHED_NOTE,
    SHIPPED,
    TEST,
)
from training.decoders.rows import CONSTANT, FREQUENT, RANDOM, engine_row, row, shipped_row
from training.decoders.search import search_name

Tables = Mapping[str, Any]
MEGABYTE = 1_000_000


def own_row(tables: Tables) -> str:
    """The row that stands for a decoder: its own search, as shipped where that was measured."""
    model = tables["model"]
    for name in (
        shipped_row(model["id"], model["search"]),
        row(model["id"], model["search"], "int8"),
    ):
        if name in tables["all"]:
            return name
    raise KeyError(f"{model['id']}: no int8 row with {search_name(model['search'])}")


def _summary(models: Sequence[Tables], default: str, costs: Mapping[str, Any] | None) -> list[str]:
    header = ["model", "encoder", "films", "search", "BLEU-4", "ROUGE-L", "CIDEr", "clinical F1"]
    header += ["95 %", "macro F1", "F1 unseen", "contradicted", "distinct"]
    header += ["MB", "ms a study", "of the default", "peak MB", "of the default"]
    timed = (costs or {}).get("models", {})
    rows = []
    for tables in models:
        model, name = tables["model"], own_row(tables)
        figures, unseen = tables["all"][name], tables["unseen"][name]
        is_default = model["id"] == default
        cells = [
            f"**{model['id']}**, the default" if is_default else model["id"],
            model["encoder"],
            str(model["films"]),
            search_name(model["search"]),
            *(number(figures[key], 3) for key in ("bleu4", "rougeL", "cider", "clinicalF1")),
            f"{number(figures['clinicalF1Low'], 2)} to {number(figures['clinicalF1High'], 2)}",
            number(figures["clinicalMacroF1"], 2),
            number(unseen["clinicalF1"], 3),
            number(figures["contradicted"], PERCENT),
            number(figures["distinct"], WHOLE),
            _megabytes(model),
        ]
        cells += _cost_cells(timed.get(model["id"]), timed.get(default), model["weights"])
        rows.append(cells)
    constant, unseen = models[0]["all"][CONSTANT], models[0]["unseen"][CONSTANT]
    cells = [CONSTANT, "", "", ""]
    cells += [number(constant[key], 3) for key in ("bleu4", "rougeL", "cider", "clinicalF1")]
    cells += ["", number(constant["clinicalMacroF1"], 2), number(unseen["clinicalF1"], 3), ""]
    rows.append([*cells, number(constant["distinct"], WHOLE), *[""] * 5])
    return markdown(header, rows)


def _megabytes(model: Mapping[str, Any]) -> str:
    if "decoderBytes" not in model:
        return ""
    encoder, decoder = model["encoderBytes"] / MEGABYTE, model["decoderBytes"] / MEGABYTE
    return f"{encoder:.1f} + {decoder:.1f}"


def _cost_cells(
    cost: Mapping[str, Any] | None, default: Mapping[str, Any] | None, weights: str
) -> list[str]:
    """Milliseconds and peak memory, each with its ratio; empty where other weights were timed."""
    if cost is None or cost["weights"] != weights:
        return [""] * 4
    cells = []
    for key, unit in (("ms", 1), ("peakBytes", MEGABYTE)):
        cells.append(f"{cost[key] / unit:.0f}")
        cells.append(f"{cost[key] / default[key]:.2f}" if default else "")
    return cells


def _choice(default: Mapping[str, Any]) -> str:
    measured = default.get("measured")
    if measured is None:
        return "The default model was not chosen by a figure."
    if "condition" not in measured:
        return CHOICE.format(**measured, condition="measured") + NO_CONDITION
    return CHOICE.format(**measured | {"condition": f"with {measured['condition']}"})


def _checks(models: Sequence[Tables]) -> list[str]:
    lines = []
    kinds = ("xxxx", "unknown", "repeated", "unfinished")
    words = {
        "xxxx": "with XXXX",
        "unknown": "with an unknown token",
        "repeated": "with a sentence twice",
        "unfinished": "with an unfinished sentence",
    }
    odd = []
    count = 0
    for tables in models:
        for name in (*tables["rows"]["models"], *tables["rows"]["ablations"]):
            count += 1
            held = [
                f"{tables['all'][name][k]:.0f} {words[k]}" for k in kinds if tables["all"][name][k]
            ]
            if held:
                odd.append(f"- {name}: {', '.join(held)}.")
    lines.append(
        f"- In {count} rows of models no text with XXXX, with an unknown token, with a sentence "
        f"twice or with an unfinished sentence{', but:' if odd else '.'}"
    )
    lines += odd
    for tables in models:
        lines += _model_checks(tables)
    return lines


def _model_checks(tables: Tables) -> list[str]:
    model, all_rows, same = tables["model"], tables["all"], tables["quantisation"]
    name, search = model["id"], model["search"]
    lines = []
    exact, own = row(name, search, model["precision"]), own_row(tables)
    if exact in all_rows:
        loss = all_rows[exact]["cider"] - all_rows[own]["cider"]
        lines.append(f"CIDEr lost to int8, {search_name(search)}: {loss:+.3f}")
    for key, what in (("greedy", "int8 decoder"), ("shipped", "int8 encoder and decoder")):
        if key in same:
            share = same[key]["identical"]
            lines.append(f"{what} against float32, greedy: the same text in {share:.1%} of studies")
    if "engine" in same:
        lines.append(
            "TypeScript against PyTorch with the same int8 weights, from the film files: the same "
            f"text in {same['engine']['identical']:.1%}"
        )
    if "findingInputs" in tables:
        changed = tables["findingInputs"]["greedy"]["changed"]
        lines.append(
            f"finding inputs all 0 against all 1, greedy: the text changes in {changed:.1%}"
        )
    lines += tables["notes"]
    return [f"- {name}: {'; '.join(lines)}."] if lines else []


def _published(test: Sequence[Tables]) -> list[str]:
    header = ["system", "BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4", "METEOR", "ROUGE-L", "CIDEr"]
    header += ["clinical F1", "distinct", "from"]
    rows = []
    keys = (("bleu1", 3), ("bleu2", 3), ("bleu3", 3), ("bleu4", 3), ("meteor", 3), ("rougeL", 3))
    keys += (("cider", 3), ("clinicalF1", 2), ("distinct", WHOLE))
    names = [own_row(tables) for tables in test]
    for name, figures in subset_rows(test, "all", [*names, CONSTANT, FREQUENT, RANDOM]).items():
        rows.append([name, *(number(figures.get(k), d) for k, d in keys), "measured here"])
    for published in (*PUBLISHED, ORIGIN_RESCORED):
        cells = [number(value, 3) for value in published.bleu]
        cells += [number(published.meteor, 3), number(published.rouge_l, 3), "", "", ""]
        rows.append([f"{published.name} ({published.source})", *cells, published.note])
    return markdown(header, rows)


def evaluation_page(
    models: Sequence[Tables],
    test: Sequence[Tables],
    default: Mapping[str, Any],
    costs: Mapping[str, Any] | None = None,
    encoders: Sequence[Mapping[str, Any]] = (),
) -> str:
    """The page. models: tables of val, the default first; test: those of test, if any; default: of
    index.json; encoders: their manifests."""
    first = models[0]
    micro = first["labeller"]["micro"]
    brief = [own_row(tables) for tables in models]
    for tables in models:
        model = tables["model"]
        exact, other = (
            row(model["id"], model["search"], model["precision"]),
            engine_row(model["id"], model["search"]),
        )
        brief += [name for name in (exact, other) if name in tables["all"]]
    brief += merged(models, ("ablations", "baselines", "heads"))
    lines = [
        PROTOCOL.format(
            studies=first["model"]["studies"],
            precision=micro["precision"],
            recall=micro["recall"],
            f1=micro["f1"],
        ),
        SHIPPED,
        *_summary(models, default["decoder"], costs),
        "",
        _choice(default),
        "",
    ]
    if costs:
        lines.append(
            COST.format(studies=costs["studies"], rounds=costs["rounds"], **costs["machine"])
        )
    every = merged(models, ("models", "ablations", "baselines", "heads"))
    lines += ["## All studies\n", *report_table(subset_rows(models, "all", every)), ""]
    lines.append(CONSTANT_NOTE.format(constant=next(iter(first["constant"]))))
    lines += ["## Studies whose text does not stand in train\n"]
    lines += report_table(subset_rows(models, "unseen", brief))
    lines += ["", "## Studies whose reference states a finding\n"]
    lines += report_table(subset_rows(models, "abnormal", brief))
    if counts := film_counts(models):
        lines += ["", FILMS.format(**counts), *film_table(models)]
    if encoders:
        lines += ["", ENCODERS, *encoder_table(encoders)]
    if impressions := impression_table(models):
        studies = next(t["impression"]["studies"] for t in models if "impression" in t)
        lines += ["", IMPRESSION.format(studies=studies), *impressions]
    lines += ["", TEST if test else PUBLISHED_NOTE, *_published(test)]
    if pointed := grounding_tables(models):
        lines += ["", GROUNDING, *pointed]
    lines += ["", "## Checks\n", *_checks(models)]
    return "\n".join(lines) + "\n"
