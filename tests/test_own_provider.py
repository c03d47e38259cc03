"""The example of a provider of one's own: found, conformant, and in use in every mode."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from pytest_smsactivate.ledger.ledger import Ledger
from pytest_smsactivate.ledger.listing import Entry, entries
from pytest_smsactivate.ledger.location import Location

EXAMPLE = Path(__file__).parents[1] / "examples" / "own_provider"
KEY = "ik-Wq55-of-the-inbox"
NUMBERS = ("+447400123401", "+447400123402")
LOGINS = 8

LOADED = ("-p", "pytest_smsactivate.plugin", "-p", "no:cacheprovider")
PARALLEL = ("-p", "xdist.plugin", "-n", "2")


class Example:
    """A copy of it, found by its metadata as if it were installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = f"sqlite:///{folder}/ledger.sqlite3"
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "cassettes"))
        information = folder / "our_numbers-1.0.dist-info"
        information.mkdir()
        told = (folder / "pyproject.toml").read_text("utf-8")
        groups = re.findall(
            r'^\[project\.entry-points\."(.+)"\]\n(.+) = "(.+)"$', told, re.MULTILINE
        )
        points = "".join(f"[{group}]\n{name} = {value}\n" for group, name, value in groups)
        (information / "entry_points.txt").write_text(points)
        (information / "METADATA").write_text("Name: our-numbers\nVersion: 1.0\n")

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run its tests in a process of its own."""
        usual = {name: told for name, told in os.environ.items() if "SMSACTIVATE" not in name}
        environment = {
            **usual,
            "PYTHONPATH": str(self.folder),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **variables,
        }
        return subprocess.run(
            [sys.executable, "-m", "pytest", *LOADED, *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def live(
        self, inbox: str, *arguments: str, key: str = KEY, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        to_it = ("--sms-live", "--sms-base-url", inbox, "--sms-ledger", self.ledger)
        return self.run(
            "tests/test_login.py",
            *to_it,
            *arguments,
            SMSACTIVATE_API_KEY=key,
            OUR_SMS_URL=f"{inbox}/messages",
            **variables,
        )

    @property
    def leases(self) -> list[Entry]:
        with closing(Ledger.open(Location(self.ledger))) as ledger, ledger.reading() as connection:
            return entries(connection, ledger.location.alive, settled=True)


@pytest.fixture
def example(tmp_path: Path) -> Example:
    return Example(tmp_path / "own_provider")


@pytest.fixture
def inbox() -> Iterator[str]:
    """The example's own, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, str(EXAMPLE / "inbox.py"), "--port", "0", "--key", KEY],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def outcomes(result: subprocess.CompletedProcess[str]) -> dict[str, int]:
    counted = re.findall(r"(\d+) (passed|failed|errors?|skipped|warnings?)", result.stdout)
    assert counted, result.stdout + result.stderr
    return {what: int(number) for number, what in counted if what != "skipped"}


def passed(result: subprocess.CompletedProcess[str], number: int) -> None:
    assert outcomes(result) == {"passed": number}, result.stdout


def test_a_provider_is_written_in_less_than_a_hundred_lines() -> None:
    assert len((EXAMPLE / "our_numbers.py").read_text("utf-8").splitlines()) < 100


def test_it_does_all_that_is_relied_on(example: Example) -> None:
    result = example.run("tests/test_conformance.py", OUR_NUMBERS=" ".join(NUMBERS))
    assert outcomes(result).keys() == {"passed"}, result.stdout
    assert outcomes(result)["passed"] > 40


def test_without_numbers_it_does_so_too(example: Example) -> None:
    result = example.run("tests/test_conformance.py", "-rs")
    assert outcomes(result).keys() == {"passed"}, result.stdout
    assert "has no numbers here: Nobody tells which numbers are ours." in result.stdout


def test_logins_pass_in_simulate(example: Example) -> None:
    passed(example.run("tests/test_login.py", "--sms-simulate"), LOGINS)


def test_parallel_workers_never_share_a_number(example: Example, inbox: str) -> None:
    file = example.folder / "numbers.txt"
    file.write_text(f"{NUMBERS[0]}\n+33612345678\nno number\n")
    alone = ("-k", "not two_people")
    passed(example.live(inbox, *PARALLEL, *alone, OUR_NUMBERS_FILE=str(file)), LOGINS - 1)

    held = sorted(example.leases, key=lambda lease: lease.since)
    assert {lease.activation for lease in held} == {NUMBERS[0]}
    assert len({lease.owner.pid for lease in held}) == 2
    for lease, following in pairwise(held):
        assert lease.ended_at is not None
        assert lease.ended_at <= following.since


def test_logins_are_recorded_and_replayed(example: Example, inbox: str) -> None:
    passed(example.live(inbox, "--sms-record", OUR_NUMBERS=",".join(NUMBERS)), LOGINS)
    assert {lease.state for lease in example.leases} == {"released"}
    assert {lease.activation for lease in example.leases} == set(NUMBERS)

    written = sorted(example.folder.rglob("cassettes/**/*.json"))
    assert len(written) == LOGINS
    for cassette in written:
        content = cassette.read_text("utf-8")
        assert json.loads(content)["provider"] == "our-numbers"
        for secret in (KEY, *(number[3:] for number in NUMBERS)):
            assert secret not in content

    passed(example.run("tests/test_login.py"), LOGINS)


def test_a_run_that_does_not_know_its_numbers_says_so(example: Example, inbox: str) -> None:
    result = example.live(inbox, "-k", "logs_in_once")
    assert outcomes(result) == {"error": 1}
    assert "Nobody tells which numbers are ours. Set OUR_NUMBERS=" in result.stdout
    assert {lease.state for lease in example.leases} == {"void"}


def test_a_wrong_key_is_told(example: Example, inbox: str) -> None:
    numbers = ",".join(NUMBERS)
    result = example.live(inbox, "-k", "logs_in_once", key="of-nobody-at-all", OUR_NUMBERS=numbers)
    assert outcomes(result) == {"error": 1}
    assert "our-numbers does not accept the API key" in result.stdout
    assert {lease.state for lease in example.leases} == {"released"}


def refusal(request: Request) -> int:
    with pytest.raises(HTTPError) as raised, urlopen(request):
        pass
    raised.value.close()
    return raised.value.code


@pytest.fixture
def ask(inbox: str) -> Callable[[str], Request]:
    def ask(path: str, key: str = KEY) -> Request:
        return Request(inbox + path, headers={"Authorization": f"Bearer {key}"})

    return ask


def test_the_inbox_tells_what_came_to_whom_has_the_key(
    inbox: str, ask: Callable[..., Request]
) -> None:
    sms = {"to": NUMBERS[0], "sender": "Example", "text": "Your code is 123456"}
    with urlopen(Request(f"{inbox}/messages", json.dumps(sms).encode())) as posted:
        assert posted.status == 201
    with urlopen(ask(f"/inbox?number=%2B{NUMBERS[0][1:]}")) as response:
        (message,) = json.load(response)
        assert (message["sender"], message["text"]) == ("Example", "Your code is 123456")
    with urlopen(ask("/inbox")) as response:
        assert json.load(response) == []


def test_the_inbox_refuses_all_else(inbox: str, ask: Callable[..., Request]) -> None:
    assert refusal(ask("/inbox", "wrong")) == 401
    assert refusal(Request(f"{inbox}/inbox")) == 401
    assert refusal(ask("/")) == 404
    assert refusal(Request(f"{inbox}/other", b"{}")) == 404
    for body in (b"", b"[]", b"{", b'"x"', b'{"to": "+447400123401"}'):
        assert refusal(Request(f"{inbox}/messages", body)) == 400
