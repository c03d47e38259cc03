"""Runs the example's tests from cassettes, in the simulator and live, and tells what happened.

The live run buys from `smsactivate simulate`, started here on a free port, and the
application sends its SMS there over HTTP: no account, no key, no credits.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.text import Text

__all__ = ["main"]

HERE = Path(__file__).parent


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
        run = run_tests(
            "--sms-live",
            f"--sms-base-url={url}",
            "--sms-timeout=30",
            environment={"SMSACTIVATE_API_KEY": "any", "SIGNUP_SMS_URL": f"{url}/simulator/sms"},
        )
        account = httpx.get(f"{url}/simulator/account", timeout=30).raise_for_status().json()
    tell(console, run)
    console.print(
        f"  The provider's books, in play money: {account['deposited']} before, "
        f"{account['spent']} spent, {account['refunded']} refunded, {account['balance']} left; "
        f"{len(account['open'])} numbers still held."
    )
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
    command = shutil.which("smsactivate", path=Path(sys.executable).parent) or "smsactivate"
    serve = [command, "simulate", "--port", "0", "--sms-after", "never", "--json"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            welcome = process.stdout.readline() if process.stdout else ""
            if not welcome:
                raise SystemExit("`smsactivate simulate` did not start; it says why above.")
            yield json.loads(welcome)["url"]
        finally:
            process.terminate()
            process.communicate()


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
        console.print(Text(f"  pytest-smsactivate: {line}"))
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
    if reached:
        opened = f"Connections opened: {len(run.connections)}, all to {reached}."
    else:
        opened = "No connection was opened, so nothing was spent."
    return (
        f"  {passed} of {len(run.tests)} tests passed; "
        f"{bought} numbers bought, {released} cancelled.\n  {opened}"
    )


if __name__ == "__main__":
    sys.exit(main())
