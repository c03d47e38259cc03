"""The tests on every supported Python that this machine has."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "venv"
nox.options.sessions = ["tests"]

PYPROJECT = nox.project.load_toml("pyproject.toml")
SUPPORTED = ("3.10", "3.11", "3.12", "3.13", "3.14")


def interpreters() -> list[str]:
    """One for each supported version: on the path, or beside others where pyenv keeps them."""
    found = []
    for version in SUPPORTED:
        kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        on_path = shutil.which(f"python{version}")
        if kept:
            found.append(str(kept[-1]))
        elif on_path:
            found.append(on_path)
    return found or [sys.executable]


@nox.session(python=interpreters())
def tests(session: nox.Session) -> None:
    """With the package and all its neighbours installed."""
    session.install(".", *nox.project.dependency_groups(PYPROJECT, "test"))
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)
