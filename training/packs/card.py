"""Model cards after Mitchell et al. 2019, "Model Cards for Model Reporting"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SECTIONS = (
    "Model details",
    "Intended use",
    "Factors",
    "Metrics",
    "Evaluation data",
    "Training data",
    "Quantitative analyses",
    "Ethical considerations",
    "Caveats and recommendations",
)
CLAIM = "CLAIM checklist, where it applies"
"""A last section, for models that read films: Mongan, Moy and Kahn 2020, "Checklist for Artificial
Intelligence in Medical Imaging (CLAIM)", by its headings."""


@dataclass
class ModelCard:
    """A card: a title and Markdown text for each of SECTIONS, and perhaps for CLAIM."""

    title: str
    sections: dict[str, str] = field(default_factory=dict)

    def render(self) -> str:
        """The card as Markdown. Raises ValueError when a section is missing or unknown."""
        odd = (set(self.sections) ^ set(SECTIONS)) - {CLAIM}
        if odd:
            raise ValueError(f"model card sections missing or unknown: {sorted(odd)}")
        parts = [f"# {self.title}\n\nResearch use only. Not a medical device.\n"]
        named = [name for name in (*SECTIONS, CLAIM) if name in self.sections]
        parts += [f"## {name}\n\n{self.sections[name].strip()}\n" for name in named]
        return "\n".join(parts)


def table(header: list[str], rows: list[list[Any]]) -> str:
    """A Markdown table; floats with three decimals, None as a dash."""

    def cell(value: Any) -> str:
        if value is None:
            return "–"
        return f"{value:.3f}" if isinstance(value, float) else str(value)

    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def source_list(sources: list[dict[str, str]]) -> str:
    """Markdown list of the manifest's `sources`."""
    lines = []
    for source in sources:
        note = f" {source['note']}" if "note" in source else ""
        lines.append(f"- {source['name']}; licence: {source['licence']}.{note}")
    return "\n".join(lines)


def claim(rows: dict[str, str]) -> str:
    """The CLAIM section: what is said under each of its headings, one line a heading."""
    return table(
        ["heading", "here"], [[name, " ".join(text.split())] for name, text in rows.items()]
    )
