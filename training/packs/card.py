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


@dataclass
class ModelCard:
    """A card: a title and Markdown text for each of SECTIONS."""

    title: str
    sections: dict[str, str] = field(default_factory=dict)

    def render(self) -> str:
        """The card as Markdown. Raises ValueError when a section is missing or unknown."""
        if set(self.sections) != set(SECTIONS):
            odd = set(self.sections) ^ set(SECTIONS)
            raise ValueError(f"model card sections missing or unknown: {sorted(odd)}")
        parts = [f"# {self.title}\n\nResearch use only. Not a medical device.\n"]
        parts += [f"## {name}\n\n{self.sections[name].strip()}\n" for name in SECTIONS]
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
