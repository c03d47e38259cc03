"""The link in a message that a person would tap to prove who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_smsactivate.otp.addresses import Address, addresses
from pytest_smsactivate.otp.link_parts import LinkParts
from pytest_smsactivate.otp.wording import needles, says, words_of

__all__ = ["extract_link"]

# A sign tells by itself what a link is for, a hint only beside another; two signs are enough.
_SIGN, _HINT, _ENOUGH = 2, 1, 4
_ELSEWHERE_NEARBY, _ELSEWHERE_IN_PATH, _ELSEWHERE_IN_HOST, _ALARM = -3, -4, -2, -3

# No message worth reading has more or longer links, and nothing further away speaks of one.
_MOST_LINKS = 8
_LONGEST_LINK = 2000
_REACH = 300
_LONGEST_MESSAGE = 2000
_SENTENCES_BACK = 3

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|[\u3002\uff01\uff1f\u0964\u0965\u061f\u06d4]+|[\r\n]+")


def extract_link(text: str) -> str | None:
    """The verification or magic link in a message, or None where none stands out.

    A link is given if it carries a secret, and its own words or those around it say that it
    proves who one is. Help, advertising and the like are no answer, nor are two links equally
    good. The link is as it stands in the text, without the characters that cannot be seen.
    """
    text = _INVISIBLE.sub("", text)
    links = [found for found in addresses(text) if _may_be_tapped(found)]
    if not 0 < len(links) <= _MOST_LINKS:
        return None
    scores: dict[str, int] = {}
    for surroundings in _each_with_surroundings(text, links):
        link = surroundings.link
        scores[link] = max(_score(surroundings), scores.get(link, 0))
    best = max(scores.values())
    winners = [link for link, score in scores.items() if score == best >= _ENOUGH]
    return winners[0] if len(winners) == 1 else None


def _may_be_tapped(address: Address) -> bool:
    has_scheme = address.kind == "link" and not address.text.lower().startswith("www.")
    return has_scheme and len(address.text) <= _LONGEST_LINK


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """A link, and what the message says around it up to the neighbouring links, and at all."""

    link: str
    before: str
    after: str
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    message: str


def _each_with_surroundings(text: str, links: list[Address]) -> Iterator[_Surroundings]:
    prose = _blanked(text, links)
    message = words_of(prose[:_LONGEST_MESSAGE])
    ends = [0, *(link.end for link in links)]
    starts = [*(link.start for link in links[1:]), len(text)]
    for link, end, start in zip(links, ends, starts, strict=False):
        *earlier, before = _sentences(prose[max(end, link.start - _REACH) : link.start])
        after, *later = _sentences(prose[link.end : min(start, link.end + _REACH)])
        yield _Surroundings(
            link=link.text,
            before=before,
            after=after,
            earlier=tuple(filter(str.strip, reversed(earlier)))[:_SENTENCES_BACK],
            later=tuple(filter(str.strip, later))[:1],
            message=message,
        )


def _blanked(text: str, links: list[Address]) -> str:
    for link in links:
        text = f"{text[: link.start]}{' ' * len(link.text)}{text[link.end :]}"
    return text


def _sentences(text: str) -> list[str]:
    return [words_of(sentence) for sentence in _SENTENCE_END.split(text)]


def _score(surroundings: _Surroundings) -> int:
    link = LinkParts.of(surroundings.link)
    secrecy = _secrecy(link, surroundings.message)
    if not secrecy or link.leads_to_other_app:
        return 0
    alarm = _ALARM if says(surroundings.message, needles("alarm")) else 0
    return secrecy + _score_of_address(link) + _score_of_words(surroundings) + alarm


def _secrecy(link: LinkParts, message: str) -> int:
    if link.has_secret:
        return _SIGN
    # "https://t.me/login/32134" only opens the place where one types the code 32134.
    repeats_code = link.last_step.isdecimal() and link.last_step in message.replace(" ", "")
    return _HINT if link.has_number and not repeats_code else 0


def _score_of_address(link: LinkParts) -> int:
    score = _SIGN if link.tells_purpose else 0
    if link.path_tells_elsewhere:
        score += _ELSEWHERE_IN_PATH
    if link.host_tells_elsewhere:
        score += _ELSEWHERE_IN_HOST
    return score


def _score_of_words(surroundings: _Surroundings) -> int:
    before, after = surroundings.before, surroundings.after
    invited = _HINT if says(before + after, needles("invitation")) else 0
    for sentence in (before, after):
        if meaning := _meaning(sentence, beside_code=_HINT):
            return invited + meaning + _advertised(surroundings)
    if before.strip() and not invited:
        return 0
    # A link on its own, or only offered ("Tap here:"), is about what is said beside it.
    for sentence in surroundings.earlier + surroundings.later:
        if meaning := _meaning(sentence, beside_code=0):
            return invited + meaning
    return invited


def _meaning(sentence: str, *, beside_code: int) -> int:
    """What a sentence says of a link; its purpose counts less if it may be a code's."""
    score = _ELSEWHERE_NEARBY if says(sentence, needles("elsewhere")) else 0
    if says(sentence, needles("purpose")):
        score += beside_code if says(sentence, needles("code")) else _SIGN
    return score


def _advertised(surroundings: _Surroundings) -> int:
    """What the sentence before takes away: "20 % off! Log in: ..."."""
    return _ELSEWHERE_NEARBY if says("".join(surroundings.earlier[:1]), needles("elsewhere")) else 0
