"""`python -m training.run_tests --report FILE`: every Python test, and the counts as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import unittest
from pathlib import Path

from .paths import REPOSITORY


def main(argv: list[str]) -> int:
    """Exit status 1 when a test fails, or when none was found."""
    parser = argparse.ArgumentParser(prog="run_tests", description=__doc__)
    parser.add_argument("--report", type=Path, required=True)
    options = parser.parse_args(argv)
    found = unittest.defaultTestLoader.discover(
        str(REPOSITORY / "training"), top_level_dir=str(REPOSITORY)
    )
    result = unittest.TextTestRunner(verbosity=1).run(found)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    passed = result.testsRun - failed - skipped
    counts = {"passed": passed, "failed": failed, "skipped": skipped}
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps(counts), encoding="utf-8")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
