"""A link taken apart: where it leads, what its words say, and whether it carries a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from pytest_smsactivate.otp.link_words import (
    ADDRESS_ELSEWHERE,
    ADDRESS_PURPOSE,
    OTHER_SCHEMES,
    OTHER_SITES,
    PROOF_NAMES,
    SHORTENERS,
    TRACKING_NAMES,
)
from pytest_smsactivate.otp.wording import needles, needles_of, says, words_of

__all__ = ["LinkParts"]

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN_PIECES = re.compile(r"[/?&#;]+")
_BETWEEN_PARTS = re.compile(r"[-_.~:+]+")
_PATH_BEGINS = re.compile(r"[/?#]")
_WORD_AND_NUMBER = re.compile(r"[A-Za-z]{4,}[0-9]{1,4}")
_SHORT_LOWER_RUN = re.compile(r"(?<![a-z])[a-z]{1,2}(?![a-z])")

_LEAST_SECRET = 4
_NO_WORD = 24


@dataclass(frozen=True, slots=True)
class LinkParts:
    """A link's scheme, host and percent-decoded path, query and fragment.

    A link that opens an app has no host: all of it is path.
    """

    scheme: str
    host: str
    path: str

    @classmethod
    def of(cls, link: str) -> LinkParts:
        scheme, _, rest = link.partition("://")
        if scheme.lower() not in {"http", "https"}:
            return cls(scheme.lower(), "", unquote(rest))
        authority = _PATH_BEGINS.split(rest, maxsplit=1)[0]
        host = authority.rpartition("@")[2].partition(":")[0].lower()
        return cls(scheme.lower(), host.removeprefix("www."), unquote(rest[len(authority) :]))

    @property
    def leads_to_other_app(self) -> bool:
        """Whether it opens an app store, a map, a video or the like."""
        known = any(f".{self.host}".endswith(f".{site}") for site in OTHER_SITES.split())
        return known or self.scheme in OTHER_SCHEMES.split()

    @property
    def tells_purpose(self) -> bool:
        """Whether its words say that it proves who one is."""
        words = f"{self._words_of_host}{self._words_of_path}"
        told = says(words, needles_of(ADDRESS_PURPOSE)) or says(words, needles("purpose"))
        return told and self.host not in SHORTENERS.split()

    @property
    def host_tells_elsewhere(self) -> bool:
        """Whether its host's words say that it leads to a shop, help or the like."""
        return says(self._words_of_host, needles_of(ADDRESS_ELSEWHERE))

    @property
    def path_tells_elsewhere(self) -> bool:
        """Whether its path's words say that it leads to a shop, help or the like."""
        return says(self._words_of_path, needles_of(ADDRESS_ELSEWHERE))

    @property
    def has_secret(self) -> bool:
        """Whether it carries what nobody could guess, or says that it does."""
        return any(
            (name in PROOF_NAMES.split() and len(value) >= _LEAST_SECRET) or _looks_random(value)
            for name, value in self._values()
        )

    @property
    def has_number(self) -> bool:
        """Whether it carries what may be a secret: a number, or little under a secret's name."""
        return any(
            (value and name in PROOF_NAMES.split()) or _is_number(value)
            for name, value in self._values()
        )

    @property
    def last_step(self) -> str:
        """What its path ends with."""
        return self.path.rstrip("/").rpartition("/")[2]

    @property
    def _words_of_host(self) -> str:
        # The name that is registered is the sender's own: Acme Shop signs in, too.
        return words_of(" ".join(self.host.split(".")[:-2]))

    @property
    def _words_of_path(self) -> str:
        return words_of(_HUMP.sub(" ", self.path))

    def _values(self) -> Iterator[tuple[str, str]]:
        """The steps of the path, nameless, and what the query tells, by the name's last word."""
        for piece in _BETWEEN_PIECES.split(self.path):
            name, equals, value = piece.partition("=")
            if not equals:
                yield "", name
            elif _words(name)[0] not in TRACKING_NAMES.split():
                yield _words(name)[-1], value


def _words(name: str) -> list[str]:
    return _BETWEEN_PARTS.split(_HUMP.sub("_", name).lower())


def _is_number(value: str) -> bool:
    return value.isdecimal() and len(value) >= _LEAST_SECRET


def _looks_random(value: str) -> bool:
    return any(_is_random(part) for part in _BETWEEN_PARTS.split(value))


def _is_random(part: str) -> bool:
    """Whether a run of letters and digits is no word, no number, and no "article2024"."""
    if len(part) < _LEAST_SECRET or not part.isalnum() or part.isdecimal():
        return False
    if not part.isalpha():
        return _WORD_AND_NUMBER.fullmatch(part) is None
    return len(part) >= _NO_WORD or len(_SHORT_LOWER_RUN.findall(part)) > 1
