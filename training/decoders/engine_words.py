"""Word lists that the TypeScript engine and this package read alike."""

from __future__ import annotations

import json
from typing import Any

from training.paths import REPOSITORY


def engine_words(name: str) -> dict[str, Any]:
    """The list `name`.json of src/engine/decoding."""
    path = REPOSITORY / "src/engine/decoding" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))
