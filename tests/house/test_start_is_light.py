"""What pytest's start loads of ours, and what a run does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

LOADED = """
import json, sys

def pytest_unconfigure(config):
    with open("loaded.json", "w") as file:
        json.dump(sorted(sys.modules), file)
"""

OURS_AT_START = {
    "pytest_smsactivate",
    "pytest_smsactivate.clock",
    "pytest_smsactivate.plugin",
    "pytest_smsactivate.settings",
    "pytest_smsactivate.checked",
    "pytest_smsactivate.errors",
}

NOT_AT_START = {"anyio", "click", "httpx", "msgspec", "phonenumbers", "respx", "rich"}

LIVE = tuple(
    f"pytest_smsactivate.{room}"
    for room in ("cashier", "cli", "ledger", "shell", "transports.live")
)
"""Nothing that a run without real numbers needs."""

NUMBER = "/api/v1/activations/act_z5eicy"

RECORDED = {
    "format": "pytest-smsactivate/1",
    "provider": "smsactivate-dev",
    "recorded_at": "2026-11-22T16:23:18Z",
    "entries": [
        {
            "at": 0.0,
            "request": {
                "method": "POST",
                "path": "/api/v1/numbers/buy",
                "body": {"service": "telegram", "country": "gb"},
            },
            "response": {
                "status": 200,
                "body": {
                    "id": "act_z5eicy",
                    "number": "+447406766122",
                    "service": "telegram",
                    "country": "gb",
                    "expires_at": "2026-11-22T16:43:18Z",
                },
            },
        },
        {
            "at": 0.03,
            "wait": 1,
            "request": {"method": "GET", "path": NUMBER},
            "response": {
                "status": 200,
                "body": {
                    "id": "act_z5eicy",
                    "status": "received",
                    "code": "362572",
                    "received_at": "2026-11-22T16:23:18Z",
                },
            },
        },
        {
            "at": 0.05,
            "request": {"method": "DELETE", "path": NUMBER},
            "response": {
                "status": 200,
                "body": {"id": "act_z5eicy", "status": "cancelled", "refunded": False},
            },
        },
    ],
}

NEIGHBOURS = (
    "anyio", "asyncio", "pytest_httpx", "randomly", "recording", "rerunfailures", "respx",
    "socket", "timeout", "trio", "xdist", "xdist.looponfail", "freezegun", "time_machine",
    "_hypothesis_pytestplugin", "hypothesispytest",
)  # fmt: skip


def loaded_by(pytester: pytest.Pytester, *options: str) -> set[str]:
    pytester.makeconftest(LOADED)
    alone = [f"-pno:{name}" for name in NEIGHBOURS]
    result = pytester.runpytest_subprocess(*alone, *options)
    assert result.ret == 0, result.stdout.str()
    loaded: list[str] = json.loads(Path(pytester.path, "loaded.json").read_text("utf-8"))
    return set(loaded)


def test_an_unused_plugin_loads_only_its_door(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_nothing(): pass")
    loaded = loaded_by(pytester)
    assert {name for name in loaded if name.startswith("pytest_smsactivate")} == OURS_AT_START
    assert not {name.partition(".")[0] for name in loaded} & NOT_AT_START


def test_simulating_loads_no_cassettes_no_network_and_no_shell(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.sms(service="telegram", country="gb")
        def test_it(sms_number):
            assert sms_number.wait_for_code()
        """
    )
    loaded = loaded_by(pytester, "--sms-simulate")
    assert "pytest_smsactivate.simulator" in loaded
    assert not {name for name in loaded if name.startswith(LIVE)}
    assert "pytest_smsactivate.cassettes.format" not in loaded
    assert not loaded & {"http.server", "sqlalchemy"}


def test_replaying_loads_neither_simulator_nor_money(pytester: pytest.Pytester) -> None:
    module = pytester.makepyfile(
        """
        import pytest

        @pytest.mark.sms(service="telegram", country="gb")
        def test_it(sms_number):
            assert sms_number.wait_for_code() == "362572"
        """
    )
    cassette = Path(pytester.path, "cassettes", module.stem, "test_it.json")
    cassette.parent.mkdir(parents=True)
    test = f"{module.name}::test_it"
    cassette.write_text(json.dumps({**RECORDED, "test": test}), encoding="utf-8")
    loaded = loaded_by(pytester)
    assert "pytest_smsactivate.cassettes.format" in loaded
    assert not {name for name in loaded if name.startswith(LIVE)}
    assert "pytest_smsactivate.simulator" not in loaded
    assert not loaded & {"http.server", "sqlalchemy", "phonenumbers"}
