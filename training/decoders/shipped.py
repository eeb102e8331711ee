"""Which decoders are evaluated, and where their weights, features and measurements lie.

A decoder's run is the folder of its id under runs/; an encoder's features lie in `features-ENCODER`
(float32) and `features-ENCODER-int8` (of its pack), its labelled films in `films-ENCODER`. What was
measured of it lies in docs/measured.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.decoders.search import Search, own_search, search_key
from training.packs.pack import read_manifest, shipped_pack
from training.paths import MEASURED, PACKS, RUNS

ABLATIONS = Path(__file__).parent / "ablations.json"
"""Rows of `{title, decoder, run, sizes, beam}`: the row's name, the decoder it belongs to, checkpoint
`run` under runs/, trained on the features of that decoder, without `run` the decoder's own pack;
`sizes`, where given, takes the place of what these say (`{"guide": 0}`), and a `beam` (1: greedy)
that of the decoder's search."""

_RUN = {"lite-gru": "decoder"}
_FEATURES = {"effnet-lite0": "features"}


@dataclass(frozen=True)
class Place:
    """A decoder to be evaluated. `manifest`: of its pack, None before it is exported."""

    id: str
    encoder: str
    manifest: dict[str, Any] | None
    pack: Path | None
    runs: Path = RUNS

    @property
    def run(self) -> Path:
        """Folder of its checkpoint and measurements."""
        return self.runs / _RUN.get(self.id, self.id)

    @property
    def checkpoint(self) -> Path:
        """Its float32 weights."""
        return self.run / "best.pt"

    @property
    def features(self) -> Path:
        """Features of the IU films by the float32 encoder."""
        return self.runs / _FEATURES.get(self.encoder, f"features-{self.encoder}")

    @property
    def shipped_features(self) -> Path:
        """Features of the IU films by the encoder's pack."""
        return self.features.with_name(f"{self.features.name}-int8")

    @property
    def films(self) -> Path:
        """Features of the labelled validation films by the encoder's pack."""
        return self.runs / f"films-{self.encoder}"

    def engine(self, search: Search) -> Path:
        """What the TypeScript engine wrote with that search (`engine-reports`)."""
        name = "engine-val" if search == self.search else f"engine-val-{search_key(search)}"
        return self.run / f"{name}.json"

    @property
    def grounding(self) -> Path:
        """What `grounding` measured."""
        return self.run / "grounding.json"

    def figures(self, split: str) -> Path:
        """Its tables, as `evaluate` wrote them."""
        return MEASURED / (f"{self.id}.json" if split == "val" else f"{self.id}-{split}.json")

    @property
    def weights(self) -> str | None:
        """SHA-256 of the pack's weights."""
        if self.manifest is None:
            return None
        return next(f["sha256"] for f in self.manifest["files"] if f["path"] == "weights.bin")

    @property
    def version(self) -> str | None:
        """Of the pack."""
        return self.manifest["version"] if self.manifest else None

    @property
    def search(self) -> Search:
        """The search that the app takes."""
        return own_search(self.manifest["decoding"]) if self.manifest else 1


@dataclass(frozen=True)
class Ablation:
    """Weights that stand beside the shipped ones for one thing that was left out.

    weights: a checkpoint, or the pack of the decoder itself; sizes: fields of the decoder's Sizes
    that are set otherwise; search: another one than the decoder's.
    """

    title: str
    decoder: str
    weights: Path
    sizes: dict[str, float] = field(default_factory=dict)
    search: Search | None = None


def pack_bytes(manifest: dict[str, Any]) -> int:
    """Bytes of a pack's files."""
    return sum(int(file["bytes"]) for file in manifest["files"])


def shipped_manifest(pack_id: str, packs: Path = PACKS) -> dict[str, Any]:
    """The manifest of a shipped pack. Raises KeyError for an id that the index does not list."""
    return read_manifest(shipped_pack(pack_id, packs))


def model_bytes(place: Place) -> dict[str, int]:
    """Bytes of the packs of a decoder and its encoder, where they are shipped."""
    if place.manifest is None:
        return {}
    return {
        "decoderBytes": pack_bytes(place.manifest),
        "encoderBytes": pack_bytes(shipped_manifest(place.encoder)),
    }


def shipped_encoders(places: Sequence[Place], packs: Path = PACKS) -> list[dict[str, Any]]:
    """Manifests of the encoders that these decoders read, each once."""
    found: dict[str, dict[str, Any]] = {}
    for place in places:
        if place.encoder not in found:
            found[place.encoder] = shipped_manifest(place.encoder, packs)
    return list(found.values())


def shipped_decoders(packs: Path = PACKS, runs: Path = RUNS) -> list[Place]:
    """Every decoder of the index, the default one first, then by id."""
    index = json.loads((packs / "index.json").read_text(encoding="utf-8"))
    found = []
    for entry in index["packs"]:
        pack = packs / entry["path"]
        manifest = read_manifest(pack)
        if manifest["task"] == "decoder":
            found.append(Place(entry["id"], manifest["requires"]["id"], manifest, pack, runs))
    default = index["default"]["decoder"]
    return sorted(found, key=lambda place: (place.id != default, place.id))


def place_of(
    decoder: str, encoder: str | None = None, packs: Path = PACKS, runs: Path = RUNS
) -> Place:
    """A decoder by id. One that is not shipped yet needs its encoder. Raises ValueError without."""
    for place in shipped_decoders(packs, runs):
        if place.id == decoder and encoder in (None, place.encoder):
            return place
    if encoder is None:
        raise ValueError(f"{decoder} is no shipped decoder; say --encoder ID of the one it reads")
    return Place(decoder, encoder, None, None, runs)


def ablation_rows(table: Path = ABLATIONS) -> list[dict[str, Any]]:
    """The table of ablations as it is written."""
    return json.loads(table.read_text(encoding="utf-8"))


def ablations(table: Path = ABLATIONS, packs: Path = PACKS, runs: Path = RUNS) -> list[Ablation]:
    """The rows of the table whose weights are at hand."""
    made = [
        Ablation(
            row["title"],
            row["decoder"],
            runs / row["run"] if "run" in row else shipped_pack(row["decoder"], packs),
            row.get("sizes", {}),
            row.get("beam"),
        )
        for row in ablation_rows(table)
    ]
    return [ablation for ablation in made if ablation.weights.exists()]
