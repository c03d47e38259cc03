"""Runs the example's tests from cassettes, in the simulator and live, and tells what happened.

The live run buys from `smsactivate simulate`, started here on a free port, and the
application sends its SMS there over HTTP: no account, no key, no credits.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.text import Text

__all__ = ["main"]

HERE = Path(__file__).parent
KEY = "key-of-the-demo"


@dataclass(frozen=True)
class Run:
    """One run of the tests: pytest's exit status and output, and the story it left."""

    status: int
    output: str
    connections: Sequence[str]
    tests: Sequence[Mapping[str, Any]]


def main() -> int:
    """Exit status 1 when a test failed in any of the three runs."""
    console = Console(highlight=False, soft_wrap=True)
    runs = [replay(console), simulate(console), live(console)]
    passed = all(run.status == 0 for run in runs)
    console.rule("[green]All three runs passed" if passed else "[red]A run failed")
    return 0 if passed else 1


def replay(console: Console) -> Run:
    console.rule("Replay: the provider's answers come from cassettes")
    run = run_tests()
    tell(console, run)
    return run


def simulate(console: Console) -> Run:
    console.rule("Simulate: the provider is inside the test process")
    run = run_tests("--sms-simulate")
    tell(console, run)
    return run


def live(console: Console) -> Run:
    console.rule("Live: the provider and the SMS vendor answer over HTTP")
    with simulated_provider() as url:
        before = balance(url)
        run = run_tests(
            "--sms-live",
            f"--sms-base-url={url}",
            environment={"SMSACTIVATE_API_KEY": KEY, "SIGNUP_SMS_URL": f"{url}/simulator/sms"},
        )
        after = balance(url)
    tell(console, run)
    console.print(f"  The account had {before} and has {after}: {before - after} of play money.")
    return run


def run_tests(*options: str, environment: Mapping[str, str] | None = None) -> Run:
    """Run pytest in a process of its own, with no setting but those given."""
    clean = {name: value for name, value in os.environ.items() if not ours(name)}
    with tempfile.TemporaryDirectory() as folder:
        story = Path(folder) / "story.json"
        pytest = [sys.executable, "-m", "pytest", "-p", "story", "--story", str(story)]
        quiet = ["-p", "no:randomly", "-p", "no:cacheprovider", "tests/test_signup.py"]
        ended = subprocess.run(
            [*pytest, *quiet, *options],
            cwd=HERE,
            env={**clean, **(environment or {})},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        told = json.loads(story.read_text("utf-8")) if story.exists() else {}
    output = ended.stdout + ended.stderr
    return Run(ended.returncode, output, told.get("connections", ()), told.get("tests", ()))


def ours(variable: str) -> bool:
    """Whether an environment variable could turn the demo into something else."""
    return variable.startswith(("PYTEST_", "SMSACTIVATE_", "SIGNUP_"))


@contextmanager
def simulated_provider() -> Iterator[str]:
    """`smsactivate simulate` on a free port, for as long as the context lasts; gives its URL."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = shutil.which("smsactivate", path=Path(sys.executable).parent) or "smsactivate"
    process = subprocess.Popen(
        [command, "simulate", "--port", str(port), "--sms-after", "never"],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_open(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_until_open(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("smsactivate simulate did not start: run it by hand to see why.")


def balance(url: str) -> Decimal:
    """What the simulated account holds, asked as any client would."""
    headers = {"Authorization": f"Bearer {KEY}"}
    answer = httpx.get(f"{url}/api/v1/balance", headers=headers).raise_for_status()
    return Decimal(json.loads(answer.text, parse_float=Decimal)["balance"])


def tell(console: Console, run: Run) -> None:
    """The first test step by step, the others in a line each, and what it came to."""
    for position, test in enumerate(run.tests):
        mark = Text("✓ ", "green") if test["passed"] else Text("✗ ", "red")
        console.print(mark + Text(test["name"], "bold"))
        if position == 0:
            for step in test["steps"]:
                console.print(Text(f"    {in_full(step)}"))
        else:
            console.print(Text(f"    {trail(test['steps'])}"))
    console.print(Text(summed_up(run)))
    for line in re.findall(r"^\d+ numbers? bought: .*|^NOT RELEASED: .*", run.output, re.MULTILINE):
        console.print(Text(f"  The plugin's own account: {line}"))
    if run.status != 0:
        console.print(Text(run.output))


def trail(steps: Sequence[Mapping[str, Any]]) -> str:
    """All steps on one line, what was repeated once with a count."""
    told = []
    for words, same in groupby(filter(None, map(in_short, steps))):
        times = sum(1 for _ in same)
        told.append(words if times == 1 else f"{words} ({times} times)")
    return ", ".join(told)


def in_full(step: Mapping[str, Any]) -> str:
    match step:
        case {"bought": number, "service": service, "country": country, "price": price}:
            return f"bought    {number} for {service} in {country}, at {price}"
        case {"sms": text, "to": number}:
            return f"SMS       to {number}: {text}"
        case {"page": page, "status": status, "code": code}:
            typed = f", {code} typed" if code else ""
            return f"page      {page}{typed}: {status}"
        case {"released": number, "refunded": refunded}:
            return f"cancelled {number}, {'' if refunded else 'not '}refunded"
    raise ValueError(f"an unknown step: {step}")


def in_short(step: Mapping[str, Any]) -> str:
    """Numbers, and the pages that only show something, are left out."""
    match step:
        case {"sms": _, "code": code}:
            return f"SMS {code}"
        case {"page": "POST /verify", "status": status, "code": code}:
            return f"{code} typed: {status}"
        case {"page": "POST /resend", "status": status}:
            return f"resend: {status}"
        case {"page": "POST /signup", "status": status}:
            return f"sign-up: {status}"
        case {"released": _, "refunded": refunded}:
            return f"cancelled, {'' if refunded else 'not '}refunded"
    return ""


def summed_up(run: Run) -> str:
    steps = [step for test in run.tests for step in test["steps"]]
    bought = sum("bought" in step for step in steps)
    released = sum("released" in step for step in steps)
    passed = sum(test["passed"] for test in run.tests)
    reached = ", ".join(sorted(set(run.connections)))
    connections = f"{len(run.connections)}, all to {reached}" if reached else "none, nothing spent"
    return (
        f"  {passed} of {len(run.tests)} tests passed; "
        f"{bought} numbers bought, {released} cancelled.\n"
        f"  Connections opened: {connections}."
    )


if __name__ == "__main__":
    sys.exit(main())
