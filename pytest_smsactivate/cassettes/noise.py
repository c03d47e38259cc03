"""What looks random and is the same at every recording, so that diffs stay small."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import chain, count, islice

__all__ = ["digits", "numbers"]


def numbers(seed: str) -> Iterator[int]:
    """Numbers from 0 to 255 without end, the same for the same seed."""
    blocks = (f"{seed}/{block}".encode("utf-8", "surrogatepass") for block in count())
    return chain.from_iterable(sha256(block).digest() for block in blocks)


def digits(seed: str, length: int) -> str:
    return "".join(str(number % 10) for number in islice(numbers(seed), length))
