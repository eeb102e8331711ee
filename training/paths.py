"""Where data, caches and checkpoints lie; every command takes other places as options."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SCRIBE_DATA", REPOSITORY.parent / "shared" / "data"))
"""The folder of the collections (see its README.md). Never copied into the repository."""
RUNS = REPOSITORY / "runs"
"""Caches, checkpoints and logs; ignored by git."""
MEASURED = REPOSITORY / "docs" / "measured"
"""Figures that docs/EVALUATION.md is made of; in git, so that any checkout can write the page."""
PACKS = REPOSITORY / "public" / "models"
GOLDENS = REPOSITORY / "tests" / "fixtures" / "parity"
