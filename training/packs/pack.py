"""Writing and reading a model pack: manifest.json, weights.bin, further files, MODEL_CARD.md."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from .weights import Weight, pack_weights, unpack_weights

SCHEMA = 1


def write_pack(
    root: Path,
    head: dict[str, Any],
    weights: dict[str, Weight],
    card: str,
    extra: dict[str, bytes] | None = None,
    rest: str = "float16",
    stored: bytes | None = None,
) -> Path:
    """Write the pack under `root/<id>/<version>/` and return that folder.

    head: the manifest without `schema`, `files` and `weights` (id, version, task, architecture,
    sources, figures, ...; see src/packs/manifest.ts). extra: further files by name (vocab.json).
    The card lies beside the files and is not downloaded by the app. stored: weights.bin of another
    version that `weights` were read from, to be kept to the byte.
    """
    folder = root / head["id"] / head["version"]
    folder.mkdir(parents=True, exist_ok=True)
    blob, table = pack_weights(weights, rest)
    if stored is not None:
        # Quantised again, a scale can come out one bit apart.
        assert len(stored) == len(blob)
        blob = stored
    contents = {"weights.bin": blob, **(extra or {})}
    files = []
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        files.append({"path": name, "bytes": len(content), "sha256": digest})
    manifest = {"schema": SCHEMA, **head, "files": files, "weights": table}
    write_json(folder / "manifest.json", manifest)
    (folder / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    return folder


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a pack's folder."""
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def pack_name(manifest: dict[str, Any]) -> str:
    """`id version`."""
    return f"{manifest['id']} {manifest['version']}"


def read_pack(folder: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The manifest and the dequantised float32 weights. Raises ValueError on a wrong checksum."""
    manifest = read_manifest(folder)
    for entry in manifest["files"]:
        content = (folder / entry["path"]).read_bytes()
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            raise ValueError(f"{folder / entry['path']}: SHA-256 differs from the manifest")
    blob = (folder / "weights.bin").read_bytes()
    return manifest, unpack_weights(blob, manifest["weights"])


def shipped_pack(pack_id: str, root: Path) -> Path:
    """The folder of the version that `root/index.json` names. Raises KeyError for an unknown id."""
    index = json.loads((root / "index.json").read_text(encoding="utf-8"))
    paths = {entry["id"]: entry["path"] for entry in index["packs"]}
    return root / paths[pack_id]


def update_index(root: Path, head: dict[str, Any]) -> None:
    """Enter the pack in `root/index.json` (one version of each id), keeping the others."""
    path = root / "index.json"
    index: dict[str, Any] = {
        "schema": SCHEMA,
        "default": {"decoder": "lite-gru", "tagger": "tagger-mini"},
        "packs": [],
    }
    if path.exists():
        index = json.loads(path.read_text(encoding="utf-8"))
    entry = {
        "id": head["id"],
        "version": head["version"],
        "path": f"{head['id']}/{head['version']}/",
    }
    packs = [pack for pack in index["packs"] if pack["id"] != head["id"]]
    index["packs"] = sorted([*packs, entry], key=lambda pack: pack["id"])
    write_json(path, index)


def write_json(path: Path, value: Any) -> None:
    """UTF-8 JSON; short lists on one line, so that weight tables stay readable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_render(value, 0) + "\n", encoding="utf-8")


def _render(value: Any, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, (dict, list)) or len(flat) + 2 * depth <= 100:
        return flat
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        parts = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {_render(item, depth + 1)}"
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{outer}}}"
    if all(isinstance(item, (int, float)) for item in value):
        return flat
    parts = [f"{inner}{_render(item, depth + 1)}" for item in value]
    return "[\n" + ",\n".join(parts) + f"\n{outer}]"
