"""The pixels of DICOM files as pydicom reads them.

Usage: python reference.py OUT FOLDER...

Every file below the folders that has Rows is decoded by pydicom with each of its plugins that can, first frame
only. OUT gets `index.json`, one entry a file, and for each distinct result `<sha256>.i32`: the values as
little-endian int32, RGB interleaved by pixel, which is what `npm run -s decode` hashes.
"""

import hashlib
import json
import logging
import sys
import warnings
from pathlib import Path

import numpy as np
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.pixels import get_decoder
from pydicom.uid import UID

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

PLUGINS = ("pylibjpeg", "pyjpegls", "gdcm", "pillow", "pydicom")


def keep(values: np.ndarray, out: Path) -> str:
    """Writes values as little-endian int32 under their SHA-256; answers it."""
    data = np.ascontiguousarray(values).astype(np.int64).astype(np.int32).astype("<i4").tobytes()
    digest = hashlib.sha256(data).hexdigest()
    path = out / f"{digest}.i32"
    if not path.exists():
        path.write_bytes(data)
    return digest


def decode(dataset: Dataset, plugin: str | None, raw: bool) -> np.ndarray:
    """First frame of a data set. `raw` leaves YBR_FULL as it is."""
    options: dict[str, object] = {"index": 0, "raw": raw}
    if plugin is not None:
        options["decoding_plugin"] = plugin
    dataset.pixel_array_options(**options)
    return dataset.pixel_array


def plugins_for(uid: UID) -> tuple[str, ...]:
    """Names of the plugins that decode a transfer syntax; none for native data."""
    if not uid.is_compressed or uid.is_deflated:
        return ()
    available = get_decoder(uid).available_plugins
    return tuple(name for name in PLUGINS if name in available)


def attempt(dataset: Dataset, plugin: str | None, out: Path) -> dict[str, object]:
    """One try: the digests of the values, or why there are none."""
    try:
        values = decode(dataset, plugin, raw=False)
        entry: dict[str, object] = {"sha256": keep(values, out), "shape": list(values.shape)}
        raw = decode(dataset, plugin, raw=True)
        if not np.array_equal(raw, values):
            entry["rawSha256"] = keep(raw, out)
        return entry
    except Exception as error:  # noqa: BLE001 - every failure of a plugin is a result
        return {"error": f"{type(error).__name__}: {str(error).splitlines()[0][:160]}"}


def look(path: Path, out: Path) -> dict[str, object] | None:
    """Entry of one file; None when it holds no picture."""
    try:
        dataset = dcmread(path, force=True)
        if "Rows" not in dataset:
            return None
        meta = getattr(dataset, "file_meta", Dataset())
        uid = meta.get("TransferSyntaxUID")
        entry: dict[str, object] = {
            "transferSyntax": str(uid) if uid else None,
            "hasPixels": "PixelData" in dataset,
            "bitsAllocated": int(dataset.get("BitsAllocated", 0)),
            "photometric": dataset.get("PhotometricInterpretation"),
        }
        if not entry["hasPixels"]:
            return entry
        if not uid:
            # Headerless: pydicom found the encoding while reading, but decodes with a named syntax only.
            implicit, little = dataset.original_encoding
            meta.TransferSyntaxUID = UID(
                "1.2.840.10008.1.2" if implicit else f"1.2.840.10008.1.2.{1 if little else 2}"
            )
            dataset.file_meta = meta
            uid = meta.TransferSyntaxUID
        entry["default"] = attempt(dataset, None, out)
        entry["plugins"] = {name: attempt(dataset, name, out) for name in plugins_for(UID(uid))}
        return entry
    except Exception as error:  # noqa: BLE001 - a file that pydicom cannot open is told as such
        return {"unreadable": f"{type(error).__name__}: {str(error)[:160]}"}


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    index: dict[str, object] = {}
    for folder in map(Path, sys.argv[2:]):
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            if path.suffix in (".py", ".pyc", ".json", ".txt", ".md", ".zip", ".xml"):
                continue
            entry = look(path, out)
            if entry is not None:
                index[str(path)] = entry
    (out / "index.json").write_text(json.dumps(index, indent=1))
    print(f"{len(index)} files with pictures")


main()
