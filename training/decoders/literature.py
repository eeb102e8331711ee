"""Published figures on IU X-Ray (R2Gen split, test), for the comparison table.

Only the overlap figures are listed; the papers were not re-read for others.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """A row as the paper prints it; None where it gives no figure."""

    name: str
    source: str
    bleu: tuple[float, float, float, float]
    meteor: float | None
    rouge_l: float
    note: str = "published"


PUBLISHED: tuple[Published, ...] = (
    Published("R2Gen", "Chen et al., EMNLP 2020", (0.470, 0.304, 0.219, 0.165), 0.187, 0.371),
    Published("R2GenCMN", "Chen et al., ACL 2021", (0.475, 0.309, 0.222, 0.170), 0.191, 0.375),
    Published("METransformer", "Wang et al. 2023", (0.483, 0.322, 0.228, 0.172), 0.192, 0.380),
    Published("VLCI", "Chen et al. 2023", (0.505, 0.334, 0.245, 0.189), 0.204, 0.397),
    Published("SMAN", "as cited elsewhere", (0.518, 0.355, 0.262, 0.200), 0.214, 0.422),
)  # fmt: skip

ORIGIN_RESCORED = Published(
    "The system this one goes back to, rescored",
    "spec of this project; its own claim was an averaged sentence BLEU-1 with its arguments swapped",
    (0.261, float("nan"), float("nan"), 0.050),
    None,
    0.211,
    "rescored; CIDEr .084, clinical micro F1 .16",
)
"""The origin's reports under this protocol. Its claimed figures cannot be compared with anything."""
