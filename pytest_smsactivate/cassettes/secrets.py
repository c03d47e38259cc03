"""The known-secret check: what a run has learnt that no cassette may hold.

What is at least six characters long is looked for anywhere in the bytes, whatever its
case. Codes, and what is shorter, would be found by chance in any file: they are looked
for as whole words, and not in times and amounts.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from urllib.parse import quote, unquote

import msgspec

__all__ = ["Secrets"]

_LONG = 6
_NOTHING = re.compile(r"(?!)")
_BETWEEN_DIGITS = r"[\W_]{0,2}"


class Secrets:
    """The key, and the real numbers, ids and codes of one recording.

    `numbers` holds digits, international or national. `exempt` names the fields of
    answers that hold times or amounts.
    """

    __slots__ = ("_anywhere", "_as_words", "_exempt", "codes", "ids", "key", "numbers")

    def __init__(
        self,
        *,
        key: str = "",
        numbers: Collection[str] = (),
        ids: Collection[str] = (),
        codes: Collection[str] = (),
        exempt: Collection[str] = (),
    ) -> None:
        self.key = key
        self.numbers = frozenset(numbers)
        self.ids = frozenset(ids)
        self.codes = frozenset(codes)
        self._exempt = frozenset(exempt)
        self._anywhere = {
            "the API key": _any_of(_key_forms(key)),
            "a phone number": _any_of(self.numbers),
            "an activation id": _any_of(self.ids),
        }
        self._as_words = {
            "the API key": _words(form for form in {key} if len(form) < _LONG),
            "a phone number": _grouped(self.numbers),
            "an activation id": _words(form for form in self.ids if len(form) < _LONG),
            "a code": _words(self.codes),
        }

    def __repr__(self) -> str:
        return (
            f"<Secrets: {len(self.numbers)} numbers, {len(self.ids)} ids, {len(self.codes)} codes>"
        )

    def found_in(self, text: str) -> str | None:
        """The kind of secret that a text holds, as it stands or percent-encoded."""
        return self._found_anywhere(text) or self._found_as_word(text)

    def leak(self, data: bytes) -> str | None:
        """The kind of secret in a cassette's bytes and where it is, never the secret itself."""
        for index, entry in enumerate(msgspec.json.decode(data)["entries"]):
            for name, part in _parts(entry):
                for place, text, exempt in self._texts(part, f"entries[{index}].{name}", False):
                    kind = self._found_anywhere(text)
                    if kind is None and not exempt:
                        kind = self._found_as_word(text)
                    if kind is not None:
                        return f"{kind} in {place}"
        text = data.decode()
        for kind, pattern in self._anywhere.items():
            found = pattern.search(text)
            if found is not None:
                return f"{kind} in line {text.count(chr(10), 0, found.start()) + 1}"
        return None

    def _found_anywhere(self, text: str) -> str | None:
        for kind, pattern in self._anywhere.items():
            if pattern.search(text) or ("%" in text and pattern.search(unquote(text))):
                return kind
        return None

    def _found_as_word(self, text: str) -> str | None:
        for kind, pattern in self._as_words.items():
            if pattern.search(text):
                return kind
        return None

    def _texts(self, node: Any, place: str, exempt: bool) -> Iterator[tuple[str, str, bool]]:
        """Every string, names before what they name, so that no place tells a secret."""
        if isinstance(node, str):
            yield place, node, exempt
        elif isinstance(node, list):
            for index, item in enumerate(node):
                yield from self._texts(item, f"{place}[{index}]", exempt)
        elif isinstance(node, dict):
            for name in node:
                yield f"the names in {place}", name, False
            for name, item in node.items():
                yield from self._texts(item, f"{place}.{name}", name in self._exempt)


def _parts(entry: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for side, names in (("request", ("path", "query", "body")), ("response", ("body", "text"))):
        for name in names:
            yield f"{side}.{name}", entry[side].get(name)


def _key_forms(key: str) -> set[str]:
    """The key as it may stand in a file: plain, percent-encoded, or inside base64."""
    raw = key.encode("utf-8", "surrogatepass")
    return {key, quote(raw, safe=""), *_base64_forms(raw)}


def _base64_forms(secret: bytes) -> Iterator[str]:
    """What base64 makes of `secret` at each of the three alignments it can have in a text.

    The characters at the edges also depend on the neighbours, and are left out.
    """
    for before in range(3):
        whole = b64encode(bytes(before) + secret).decode()
        first = (before * 8 + 5) // 6
        last = (before + len(secret)) * 8 // 6
        yield whole[first:last]
        yield whole[first:last].replace("+", "-").replace("/", "_")


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    return _one_of(re.escape(form) for form in forms if len(form) >= _LONG)


def _words(forms: Iterable[str]) -> re.Pattern[str]:
    """Any of the forms that has a letter or digit, with none beside it."""
    return _one_of(_word(re.escape(form)) for form in forms if any(map(str.isalnum, form)))


def _grouped(numbers: Iterable[str]) -> re.Pattern[str]:
    """Any of the numbers, its digits grouped with spaces, hyphens or brackets or not."""
    return _one_of(
        grouped if len(number) >= _LONG else _word(grouped)
        for number, grouped in ((number, _BETWEEN_DIGITS.join(number)) for number in numbers)
    )


def _word(pattern: str) -> str:
    return rf"(?<![^\W_]){pattern}(?![^\W_])"


def _one_of(patterns: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(sorted(patterns))
    return re.compile(alternatives, re.IGNORECASE) if alternatives else _NOTHING
