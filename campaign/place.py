"""Where one run happens, and the commands that are run there."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from campaign.plan import AtCassette, Plan
from campaign.processes import MARK

__all__ = ["KEY", "Place"]

KEY = "sk-campaign-Zx81-kept-by-nobody"

ROOT = Path(__file__).parents[1]

UNSETTLING = ("PYTEST_", "PYTHON", "COV", "SMSACTIVATE_", "CAMPAIGN_")

SHELL = "import sys; from pytest_smsactivate.cli import main; sys.argv[0] = 'smsactivate'; main()"


@dataclass(frozen=True)
class Place:
    """A folder with a suite, a ledger and all that is printed; `url` is the provider's.

    `provider` is the name of its API.

    A process that is started here carries the folder in its environment, and so do those
    that it starts.
    """

    folder: Path
    url: str
    provider: str

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.sqlite3"

    @property
    def asked(self) -> int:
        """How many numbers the tests asked for so far."""
        path = self.folder / "asked"
        return len(path.read_bytes().splitlines()) if path.exists() else 0

    @property
    def told(self) -> str:
        """What the last command printed."""
        return self._outputs[-1].read_text("utf-8")

    def pytest(self, suite: str, plan: Plan | None = None) -> subprocess.Popen[bytes]:
        """Begin a live run of the suite in that folder, as `plan` says or in the plainest way."""
        command = [sys.executable, "-m", "pytest", *_options(plan)]
        command += ["--sms-live", "--sms-provider", self.provider]
        command += ["--sms-base-url", self.url, "--sms-ledger", self._ledger_url]
        more = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        if plan is not None and isinstance(plan.moment, AtCassette):
            more["CAMPAIGN_AT_CASSETTE"] = plan.moment.event
        return self._start(command, suite, **more)

    def shell(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Begin `smsactivate` with these arguments."""
        more = {
            "SMSACTIVATE_PROVIDER": self.provider,
            "SMSACTIVATE_LEDGER": self._ledger_url,
            "SMSACTIVATE_BASE_URL": self.url,
        }
        return self._start([sys.executable, "-c", SHELL, *arguments], "", **more)

    @property
    def _ledger_url(self) -> str:
        return f"sqlite:///{self.ledger}"

    def _start(self, command: list[str], subfolder: str, **more: str) -> subprocess.Popen[bytes]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(UNSETTLING)}
        environment = {
            **inherited,
            "PYTHONPATH": str(ROOT),
            "SMSACTIVATE_API_KEY": KEY,
            "XDG_STATE_HOME": str(self.folder / "state"),
            MARK: str(self.folder),
            **more,
        }
        output = self.folder / f"{len(self._outputs)}-{subfolder or command[3]}.out"
        with output.open("wb") as out, output.with_suffix(".err").open("wb") as err:
            return subprocess.Popen(
                command,
                cwd=self.folder / subfolder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    @property
    def _outputs(self) -> list[Path]:
        return sorted(self.folder.glob("*.out"))


def _options(plan: Plan | None) -> list[str]:
    """The plugins that are loaded, and how they are set."""
    plugins = ["pytest_smsactivate.plugin", "campaign.inside"]
    options = ["-ra"]
    if plan is not None:
        if any(kind.startswith("async") for kind in plan.tests):
            plugins.append("pytest_asyncio.plugin")
            options += ["-o", "asyncio_default_fixture_loop_scope=function"]
        if plan.workers:
            plugins.append("xdist.plugin")
            options += ["-n", str(plan.workers)]
        if plan.guard is not None:
            plugins.append("pytest_timeout")
            options += [f"--timeout={plan.limit}", f"--timeout-method={plan.guard}"]
        if plan.record:
            options.append("--sms-record")
    return [
        *(word for plugin in plugins for word in ("-p", plugin)),
        "-pno:cacheprovider",
        *options,
    ]
