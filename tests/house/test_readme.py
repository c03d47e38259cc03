"""Every block of Python in the README runs, in simulate mode, as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)

CONFTEST = """
import pytest
from signup import create_app

@pytest.fixture
def client(tmp_path, sms_gateway):
    app = create_app(tmp_path / "signup.sqlite3", sms_gateway.deliver)
    return app.test_client()
"""


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: re.findall(r"def (\w+)", block)[-1])
def test_a_block_of_the_readme_runs(block: str, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function\nasyncio_mode = auto")
    pytester.makepyfile(block)
    tests = len(re.findall(r"^(?:async )?def test_", block, re.MULTILINE))
    result = pytester.runpytest_inprocess("--sms-simulate", "-p", "no:randomly")
    result.assert_outcomes(passed=tests)


def test_the_first_test_has_eight_lines() -> None:
    assert len(BLOCKS[0].splitlines()) == 8
