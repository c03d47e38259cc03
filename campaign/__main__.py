"""Live runs that are killed, and whether the books agree; exit status 1 where they do not.

python -m campaign [--runs 1000] [--seed 1] [--jobs 3] [--provider all] [--only INDEX]
"""

from __future__ import annotations

import argparse
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

from rich.console import Console
from rich.pretty import pprint
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from campaign.picture import of_outcomes, of_speed, seconds_to_release
from campaign.plan import Plan, drawn
from campaign.run import Outcome, carry_out
from pytest_smsactivate.providers import NAMES

__all__ = ["main"]

ALL = "all"

WIDTH = 155
"""Letters that the table takes, where no terminal says how many there are."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m campaign", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="what they are drawn from")
    parser.add_argument("--jobs", type=int, default=3, help="how many at a time")
    parser.add_argument(
        "--provider", choices=(*NAMES, ALL), default=ALL, help="whose API; by default each in turn"
    )
    parser.add_argument("--only", type=int, metavar="INDEX", help="repeat this one alone")
    chosen = parser.parse_args()
    provider = None if chosen.provider == ALL else chosen.provider
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH
    heed_signals()
    base = Path(tempfile.mkdtemp(prefix="campaign-"))
    if chosen.only is not None:
        outcome = carry_out(drawn(chosen.seed, chosen.only, provider), base / "run")
        pprint(outcome, console=console)
        return 1 if outcome.disagreements or outcome.late else 0
    plans = [drawn(chosen.seed, index, provider) for index in range(chosen.runs)]
    outcomes = list(campaign(plans, chosen.jobs, base, console))
    if not any(base.iterdir()):
        base.rmdir()
    console.print(of_outcomes(outcomes))
    for name in NAMES if provider is None else ():
        served = [outcome for outcome in outcomes if outcome.plan.provider == name]
        console.print(of_speed(seconds_to_release(served), name))
    console.print(of_speed(seconds_to_release(outcomes)))
    console.print(f"Processor time a run: {processor_time() / max(len(outcomes), 1):.1f} s")
    return 1 if any(outcome.disagreements or outcome.late for outcome in outcomes) else 0


def campaign(plans: Sequence[Plan], jobs: int, base: Path, console: Console) -> Iterator[Outcome]:
    """Carry out the runs, and tell at once of those that fail; their folders stay."""
    columns = (TextColumn("killing runs"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=console, transient=True) as progress,
        ThreadPoolExecutor(jobs) as pool,
    ):
        task = progress.add_task("", total=len(plans))
        running: list[Future[Outcome]] = [
            pool.submit(carry_out, plan, base / f"run-{plan.index:04}") for plan in plans
        ]
        for done in as_completed(running):
            outcome = done.result()
            progress.advance(task)
            if outcome.disagreements or outcome.late:
                tell(outcome, progress.console)
            else:
                shutil.rmtree(outcome.folder)
            yield outcome


def tell(outcome: Outcome, console: Console) -> None:
    plan = outcome.plan
    what = "disagrees" if outcome.disagreements else f"took {outcome.seconds:.2f} s to release"
    console.print(f"[red]Run {plan.index} {what}[/] ({plan.death.value}); see {outcome.folder}")
    for line in outcome.disagreements:
        console.print(f"  {line}", markup=False, soft_wrap=True)
    which = f"--seed {plan.seed} --only {plan.index} --provider {plan.provider}"
    console.print(f"  python -m campaign {which}")


def heed_signals() -> None:
    """What a job in the background ignores, its children would ignore too."""
    for number in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


def processor_time() -> float:
    """Seconds that all processes took which were waited for, and this one."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    sys.exit(main())
