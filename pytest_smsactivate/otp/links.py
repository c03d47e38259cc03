"""The link in a message that a person would tap."""

from __future__ import annotations

import re

__all__ = ["extract_link"]

_LINK = re.compile(r"\bhttps?://(?=[\w\[])[^\s<>\"'«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}'\"…»"
_VERIFYING = re.compile(
    r"verif|confirm|activat|auth|login|signin|sign-in|magic|token|code", re.IGNORECASE
)


def extract_link(text: str) -> str | None:
    """The verification link in a message, or None where none stands out.

    A lone link is taken as it is; among several, the only one whose address
    speaks of verifying.
    """
    links = list(dict.fromkeys(found.rstrip(_TRAILING) for found in _LINK.findall(text)))
    if len(links) > 1:
        links = [link for link in links if _VERIFYING.search(link)]
    return links[0] if len(links) == 1 else None
