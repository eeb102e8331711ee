"""Word lists that the app and this package read alike."""

from __future__ import annotations

import json
from typing import Any

from training.paths import REPOSITORY


def shared_words(name: str) -> dict[str, Any]:
    """The list src/`name`.json."""
    return json.loads((REPOSITORY / "src" / f"{name}.json").read_text(encoding="utf-8"))
