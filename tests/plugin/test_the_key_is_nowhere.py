"""The key, and the ledger's password, stand in nothing that a live run writes, shows or starts.

The environment of pytest's own process holds both by its owner's doing, and is not read.
"""

from __future__ import annotations

import base64
import os
import socket
import threading
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from pytest_smsactivate.cashier.client import Cashier
from pytest_smsactivate.cashier.frames import Hello
from pytest_smsactivate.errors import ConfigurationError
from pytest_smsactivate.ledger.account import Account
from pytest_smsactivate.ledger.location import Location
from pytest_smsactivate.models import ApiKey
from pytest_smsactivate.providers.smsactivate_dev import SmsActivateDev
from pytest_smsactivate.settings import Settings
from pytest_smsactivate.terms import Caps, Who

KEY = "sk-Zx81-kept-by-nobody"
PASSWORD = "pw-Qy27-told-to-nobody"
LEDGER = f"postgresql://somebody:{PASSWORD}@127.0.0.1:1/ledger"

ENVIRONMENT = "the cashier's environment"
WRITTEN_AHEAD = "ledger.sqlite3-wal in between"

TALKATIVE = (
    "--showlocals", "-vv", "--full-trace", "-ra", "--log-level=DEBUG", "--log-file=pytest.log",
    "--junitxml=junit.xml", "-olog_cli=true", "-ojunit_logging=all",
)  # fmt: skip

needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")


def forms(secret):
    """As it is, and as base64 writes it wherever it stands; the edges depend on neighbours."""
    yield secret.encode().lower()
    for before in range(3):
        yield base64.b64encode(bytes(before) + secret.encode())[4:-4].lower()


def places_of(secret, written):
    """The names of those texts in which the secret stands."""
    spelled = list(forms(secret))
    return [name for name, text in written.items() if any(f in text.lower() for f in spelled)]


def files_below(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class Onlooker:
    """Reads, again and again, what anybody may know of the processes started, and the ledger.

    When it has found what it waits for, it does what comes `then`: without that nobody goes on.
    """

    def __init__(self, folder, *awaited, then):
        self._folder = folder
        self._awaited = awaited
        self._then = then
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on)
        self.seen = {}

    def __enter__(self):
        self._thread.start()
        return self.seen

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _look_on(self):
        while not self._over.wait(0.02):
            for process in descendants_of(os.getpid()):
                with suppress(OSError):  # it is gone
                    self._look_at(process)
            for path in self._folder.glob("ledger.sqlite3*"):
                with suppress(OSError):
                    self._keep(f"{path.name} in between", path.read_bytes())
            if all(any(self.seen.get(name, ())) for name in self._awaited):
                self._then()

    def _look_at(self, process):
        command = (process / "cmdline").read_bytes()
        self._keep("the process list", command)
        if b"pytest_smsactivate.cashier" in command:
            self._keep("the cashier's command line", command)
            self._keep(ENVIRONMENT, (process / "environ").read_bytes())

    def _keep(self, name, content):
        self.seen.setdefault(name, {})[content] = None


def descendants_of(pid):
    parents = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
            parents.setdefault(parent, []).append(process)
    waiting = [str(pid)]
    while waiting:
        children = parents.get(waiting.pop(), [])
        yield from children
        waiting += [child.name for child in children]


def all_of(suite, seen, *outputs):
    """Whatever was written, shown or seen, by what it is."""
    looks = {name: b"\n".join(contents) for name, contents in seen.items()}
    output = "\n".join(line for lines in outputs for line in lines)
    return {**files_below(suite.path), **looks, "the output": output.encode()}


FAILING = """
    import logging, time
    from pathlib import Path

    def test_is_looked_at():
        for _ in range(3000):
            if not Path("looked").exists():
                time.sleep(0.01)

    def test_asks_the_price(sms_numbers): sms_numbers.buy()

    def test_buys(sms_numbers): sms_numbers.buy()

    def test_is_answered_oddly(sms_numbers): sms_numbers.buy()

    def test_is_sent_elsewhere(sms_number): pass

    def test_looks(sms_number): sms_number.wait_for_code()

    def test_reads_what_is_odd(sms_number): sms_number.wait_for_code()

    def test_times_out(sms_number):
        sms_number.wait_for_code()
        sms_number.wait_for_message(timeout=0.1)

    def test_fails(sms_number, request):
        held = request.config, request, sms_number, vars(sms_number)
        assert not sms_number.wait_for_code()

    def test_passes(sms_number):
        logging.getLogger("of.the.application").debug("%r", sms_number)
        assert sms_number.wait_for_code()

    def test_costs_too_much(sms_numbers):
        for _ in range(100):
            sms_numbers.buy()
"""


def tell_the_key(simulator):
    """Let the provider write the key into whatever it answers."""
    said = f'no, "{KEY}" is not good'
    whole = f'{{"id": "act_1", "status": 7, "key": "{KEY}", "Bearer {KEY}": true}}'
    elsewhere = {"location": f"https://elsewhere.example/?key={KEY}", "x-key": KEY}
    simulator.fault("offer", status=400, body=said, headers=elsewhere)
    simulator.fault("look", status=403, body=said, headers=elsewhere)
    simulator.fault("look", "garbage", body=whole, headers=elsewhere)
    simulator.fault("buy", status=400, body=said, headers=elsewhere)
    simulator.fault("buy", status=200, body=whole, headers=elsewhere)
    simulator.fault("buy", status=302, body=said, headers=elsewhere)
    simulator.fault("cancel", "html", status=422, body=said, headers=elsewhere)


@needs_proc
@pytest.mark.parametrize(
    ("mode", "provider"),
    [
        ("live", "smsactivate-dev"),
        ("record", "smsactivate-dev"),
        ("record", "smsactivate-app"),
        ("record", "handler-api"),
    ],
)
def test_a_run_that_fails_in_every_way_tells_nobody(suite, simulator, mode, provider):
    suite.write(FAILING)
    suite.ini(sms_provider=provider)
    tell_the_key(simulator)
    run = getattr(suite, mode)
    then = (suite.path / "looked").touch
    with Onlooker(suite.path, ENVIRONMENT, WRITTEN_AHEAD, then=then) as seen:
        result = run(*TALKATIVE, "--sms-max-numbers=12", "--sms-budget=9", apart=True)
    written = all_of(suite, seen, result.outlines, result.errlines)
    for told in ("[key]", "RequestRejected", "InvalidResponse", "AuthenticationError", "Budget"):
        assert told in result.stdout.str()
    for name in ("junit.xml", "pytest.log", "ledger.sqlite3", WRITTEN_AHEAD, ENVIRONMENT):
        assert written[name]
    assert bool(suite.cassettes) is (mode == "record")
    assert places_of(KEY, written) == []
    assert simulator.account.open == []


@needs_proc
@pytest.mark.parametrize("place", ["", "pytest_smsactivate.cashier.client.SignOfLife"])
def test_the_password_of_a_ledger_that_is_not_there_is_told_nobody(
    suite, address, monkeypatch, place
):
    """It keeps silent, and goes away when the cashier has been looked at."""
    suite.write("def test_it(sms_number): pass")
    if place:
        break_at(suite, place)
    live = ("--sms-live", "--sms-base-url", address)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        at = f"127.0.0.1:{silent.getsockname()[1]}/ledger"
        monkeypatch.setenv("SMSACTIVATE_LEDGER", LEDGER.replace("127.0.0.1:1/ledger", at))
        with Onlooker(suite.path, ENVIRONMENT, then=silent.close) as seen:
            result = suite.run(*live, *TALKATIVE, key=KEY, apart=True)
    written = all_of(suite, seen, result.outlines, result.errlines)
    told = "broken by a conftest" if place else f"The ledger at postgresql://{at} can"
    assert told.encode() in written["the output"]
    assert (ENVIRONMENT in written) is not bool(place)
    assert places_of(PASSWORD, written) == places_of(KEY, written) == []


SLIPS = (
    LEDGER.replace("pw-", "12/"),
    LEDGER.replace("pw-", "12?"),
    LEDGER.replace("pw-", "12#"),
    LEDGER.replace(":1/", ":one/"),
    LEDGER.replace("@", "@@"),
    f"postgresql://127.0.0.1/ledger?user=somebody&password={PASSWORD}",
)


@pytest.mark.parametrize("url", SLIPS)
def test_a_slip_in_the_ledgers_url_shows_no_password(url):
    try:
        shown = f"{Location(url)} {Location(url)!r}"
    except ConfigurationError as error:
        shown = str(error)
    assert "Qy27" not in shown


BREAKAGES = (
    "pytest_smsactivate.settings._value",
    "pytest_smsactivate.settings._key",
    "pytest_smsactivate.modes.live.Caps",
    "pytest_smsactivate.modes.live.Hello",
    "pytest_smsactivate.modes.live.RecordingTransport",
    "pytest_smsactivate.modes.live.redacted",
    "pytest_smsactivate.modes.live.write",
    "pytest_smsactivate.cashier.client.SignOfLife",
    "pytest_smsactivate.cashier.client.Pipe",
    "pytest_smsactivate.episode.acquire",
    "pytest_smsactivate.cassettes.secrets._key_forms",
    "pytest_smsactivate.episode.Line",
    "pytest_smsactivate.report.terminal.summary",
    "pytest_smsactivate.session.Session.close",
    "pickle.dumps",
)


def break_at(suite, place):
    """Let a conftest put something into this place that fails."""
    suite.write(
        f"""
        from pkgutil import resolve_name

        def broken(*_, **__):
            raise RuntimeError("broken by a conftest")

        owner, _, name = {place!r}.rpartition(".")
        setattr(resolve_name(owner), name, broken)
        """,
        "conftest.py",
    )


@pytest.mark.parametrize("place", BREAKAGES)
def test_a_crash_tells_nobody(suite, simulator, place):
    """Whatever a conftest breaks: pytest then shows every frame with its variables."""
    break_at(suite, place)
    suite.write("def test_it(sms_number): assert sms_number.wait_for_code()")
    result = suite.record(*TALKATIVE, apart=True)
    written = all_of(suite, {}, result.outlines, result.errlines)
    assert b"broken by a conftest" in written["the output"]
    assert result.ret != 0
    assert places_of(KEY, written) == []


SHOWN = {
    "ApiKey": lambda key, account, hello: key,
    "Account": lambda key, account, hello: account,
    "Hello": lambda key, account, hello: hello,
    "Cashier": lambda key, account, hello: Cashier(hello),
    "Settings": lambda key, account, hello: Settings.resolve(
        lambda flag: flag == "--sms-live" or None,
        lambda name: None,
        {"SMSACTIVATE_API_KEY": KEY, "SMSACTIVATE_LEDGER": LEDGER}.get,
    ),
    "Request": lambda key, account, hello: SmsActivateDev().authorized(
        SmsActivateDev().balance(), key
    ),
}


@pytest.mark.parametrize("what", SHOWN)
def test_what_holds_a_secret_does_not_show_it(what):
    account = Account("smsactivate-dev", "https://api.example.com", ApiKey(KEY))
    who = Who("run", "process", 1, "project")
    hello = Hello(account, LEDGER, who, Caps(Decimal(1), 20))
    shown = repr([SHOWN[what](ApiKey(KEY), account, hello)]).encode()
    assert places_of(KEY, {what: shown}) == []
    assert places_of(PASSWORD, {what: shown}) == []
