"""A PostgreSQL of the tests' own, on a socket that only they know, gone with them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType

import psycopg

USER = "keeper"

LOCKED = "locked"
PASSWORD = "pa@ss/w?rd"
"""Of the only role that has to give one."""

ACCESS = f"local all {LOCKED} scram-sha-256\nlocal all all trust\n"

SETTINGS = """
autovacuum = off
fsync = off
full_page_writes = off
listen_addresses = ''
max_connections = 200
synchronous_commit = off
unix_socket_directories = '{folder}'
"""
"""Nothing here has to outlive a loss of power, and nobody else may come in."""

SOMEBODY = "nobody" if os.geteuid() == 0 else None
"""Who runs it: PostgreSQL refuses to be run by root."""

END = 'read -r _; "$0" stop --pgdata="$1/data" --mode=immediate; rm -rf "$1"'
"""Waits until the pipe from the tests closes, even by their death, and leaves nothing."""


def binaries() -> Path | None:
    """Where the system keeps `initdb` and `pg_ctl`: on the path, or the newest of Debian's."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    kept = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(kept, key=lambda path: int(re.sub(r"\D", "", path.parts[-2])), default=None)


class PostgreSQL:
    """Runs while it is entered."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._names = (f"ledger_{number}" for number in count())

    def __enter__(self) -> PostgreSQL:
        # Not below pytest's folder: the path of a socket may have 107 bytes at the most.
        self.folder = Path(mkdtemp(prefix="postgresql-", dir="/tmp"))
        self._data = self.folder / "data"
        if SOMEBODY:
            shutil.chown(self.folder, user=SOMEBODY)
        self._end = subprocess.Popen(
            ["sh", "-c", END, self._programs / "pg_ctl", self.folder],
            cwd="/tmp",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            user=SOMEBODY,
            extra_groups=[] if SOMEBODY else None,
        )
        try:
            self._begin()
        except BaseException:
            self._end.communicate()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end.communicate()

    def _begin(self) -> None:
        self._run("initdb", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--no-sync")
        (self._data / "pg_hba.conf").write_text(ACCESS)
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS.format(folder=self.folder))
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder}/log")
        self.do(f"CREATE ROLE {LOCKED} SUPERUSER LOGIN PASSWORD '{PASSWORD}'")

    def create(self) -> str:
        """The name of an empty schema: all that one test sees of the database."""
        name = next(self._names)
        self.do(f"CREATE SCHEMA {name}")
        return name

    def drop(self, name: str) -> None:
        self.do(f"DROP SCHEMA {name} CASCADE")

    def url(self, name: str) -> str:
        return f"postgresql://{USER}@/postgres?host={self.folder}&options=-csearch_path%3D{name}"

    def do(self, order: str) -> None:
        target = f"host={self.folder} user={USER} dbname=postgres"
        with psycopg.connect(target, autocommit=True) as connection:
            connection.execute(order.encode())

    def _run(self, program: str, *options: str) -> None:
        subprocess.run(
            [self._programs / program, f"--pgdata={self._data}", *options],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=SOMEBODY,
            extra_groups=[] if SOMEBODY else None,
        )
