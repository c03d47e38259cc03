"""A pytest plugin that times the tests alone, without pytest's start and end.

STOPWATCH=time.json python -m pytest -p benchmarks.stopwatch
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from pathlib import Path
from time import perf_counter, process_time

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop() -> Generator[None, object, object]:
    """Write the seconds between the first test's start and the last one's end as JSON."""
    wall, cpu = perf_counter(), process_time()
    result = yield
    taken = {"wall": perf_counter() - wall, "cpu": process_time() - cpu}
    Path(os.environ["STOPWATCH"]).write_text(json.dumps(taken), "utf-8")
    return result
