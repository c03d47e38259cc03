"""Where the ledger is, and how to speak of it: a URL may hold a password."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit

from pytest_smsactivate.errors import ConfigurationError

__all__ = ["Location"]

POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")

CURE = (
    "Give sqlite:////a/path/ledger.sqlite3, or postgresql://user@host/database; "
    "in a password, write @ as %40, / as %2F and ? as %3F."
)


class Location:
    """A SQLite file, or a PostgreSQL database that a fleet of machines shares.

    `str` and `repr` show no password. Raises `ConfigurationError` for any other URL.
    """

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise _unknown() from None
        self._url = url
        self._shown = url
        if parts.scheme == "sqlite":
            self.path: Path | None = _file(url)
        elif parts.scheme in POSTGRESQL and _is_plain(url, parts):
            self.path = None
            at = parts.netloc.rpartition("@")[2] or "localhost"
            self._shown = f"postgresql://{at}{parts.path}"
        else:
            raise _unknown()

    @classmethod
    def default(cls) -> Location:
        """A file in the user's state folder."""
        from platformdirs import user_state_path

        path = user_state_path("pytest-smsactivate", appauthor=False) / "ledger.sqlite3"
        return cls(f"sqlite:///{quote(str(path))}")

    @classmethod
    def of(cls, url: str | None) -> Location:
        return cls.default() if url is None else cls(url)

    @property
    def alive(self) -> Path:
        """The folder of the files by which the processes of this machine show that they live."""
        if self.path is not None:
            return self.path.with_name(self.path.name + ".alive")
        from platformdirs import user_state_path

        return user_state_path("pytest-smsactivate", appauthor=False) / "alive"

    @property
    def url(self) -> str:
        """Names the same place from every folder, as SQLAlchemy takes it, password and all."""
        if self.path is not None:
            return f"sqlite:///{quote(str(self.path))}"
        return "postgresql+psycopg:" + self._url.partition(":")[2]

    def __str__(self) -> str:
        return str(self.path) if self.path is not None else self._shown

    def __repr__(self) -> str:
        return f"<Location {self}>"


def _file(url: str) -> Path:
    """`sqlite:///relative` and `sqlite:////absolute`, as SQLAlchemy writes them."""
    empty, _, path = url.removeprefix("sqlite:").partition("///")
    if empty or not path or any(mark in path for mark in "?#\0"):
        raise ConfigurationError("A ledger in SQLite is a file.", cure=CURE)
    return Path(unquote(path)).expanduser().absolute()


def _is_plain(url: str, parts: SplitResult) -> bool:
    """Whether all who read it agree where the password ends."""
    return "://" in url and url.count("@") == parts.netloc.count("@") <= 1


def _unknown() -> ConfigurationError:
    """The URL itself is not shown, since there may be a password in it."""
    return ConfigurationError("The ledger's URL is neither SQLite's nor PostgreSQL's.", cure=CURE)
