"""`smsactivate providers`: the table, and what installed packages add to it or spoil."""

from __future__ import annotations

import json
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pytest_smsactivate import providers as registry
from pytest_smsactivate.cli import main
from pytest_smsactivate.errors import ConfigurationError, NotSupported
from pytest_smsactivate.providers import GROUP, NAMES, Capabilities, able, names, provider_named
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.report.capabilities import WORDS, table


class Fourth(SmsActivateDev):
    name = "fourth"
    capabilities = Capabilities(renew=True)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What packages bring along: a name, and where its class is."""
    brought: dict[str, str] = {}

    def entry_points(*, group: str, name: str | None = None) -> list[EntryPoint]:
        assert group == GROUP
        points = [EntryPoint(each, where, group) for each, where in brought.items()]
        return [point for point in points if name in (None, point.name)]

    monkeypatch.setattr(registry, "entry_points", entry_points)
    return brought


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["providers", *arguments])


def test_every_capability_has_its_row_and_every_provider_its_column() -> None:
    result = run()
    assert result.exit_code == 0
    head, _, *lines = result.stdout.splitlines()
    assert [cell.strip() for cell in head.split("|")[2:-1]] == list(NAMES)
    assert [line.split("|")[1].strip() for line in lines] == list(WORDS.values())
    assert list(WORDS) == list(Capabilities.__struct_fields__)
    assert all(len(line) <= 100 for line in (head, *lines))
    renewing = next(line for line in lines if "renew()" in line)
    assert [cell.strip() for cell in renewing.split("|")[2:-1]] == ["no", "yes", "no"]


def test_the_readme_shows_the_same_table() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert run().stdout.strip() in readme


def test_json_has_the_same() -> None:
    told = json.loads(run("--json").stdout)
    assert [each["name"] for each in told] == list(NAMES)
    assert [each["request_another"] for each in told] == [False, False, True]


def test_an_installed_package_adds_its_own(installed: dict[str, str]) -> None:
    installed["fourth"] = f"{__name__}:Fourth"
    assert names() == (*NAMES, "fourth")
    assert isinstance(provider_named("fourth"), Fourth)
    assert able("renew") == ["smsactivate-app", "fourth"]
    assert run().stdout.splitlines()[0].rstrip(" |").endswith("fourth")
    with pytest.raises(NotSupported, match=r"These can: smsactivate-app, fourth \(--sms-provider"):
        raise SmsActivateDev().unsupported("renew")


def test_what_nobody_can_do_is_told_so() -> None:
    with pytest.raises(NotSupported, match=r"no such call\. No provider can"):
        raise SmsActivateDev().unsupported("fly")


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("no.such.module:It", "cannot be loaded: ModuleNotFoundError, No module named 'no'"),
        (f"{__name__}:Nothing", "cannot be loaded: AttributeError"),
        (f"{__name__}:run", "is not a subclass of Provider"),
        (f"{__name__}:Capabilities", "is not a subclass of Provider"),
    ],
)
def test_one_that_cannot_be_loaded_is_named_and_the_others_are_shown(
    installed: dict[str, str], where: str, why: str
) -> None:
    installed["broken"] = where
    with pytest.raises(ConfigurationError, match=why):
        provider_named("broken")
    assert able("balance") == ["smsactivate-dev", "handler-api"]
    result = run()
    assert result.exit_code == 1
    assert why in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert table([provider_named(name) for name in NAMES]) == result.stdout.rstrip("\n")


def test_a_word_that_an_api_has_not_is_told_with_those_it_has() -> None:
    with pytest.raises(
        ConfigurationError, match=r"smsactivate-dev has no word 'release'.*has none"
    ):
        provider_named("smsactivate-dev", {"release": "cancel"})
    with pytest.raises(ConfigurationError, match=r"has no word 'relase'.*It has .*release"):
        provider_named("smsactivate-app", {"relase": "cancel"})
