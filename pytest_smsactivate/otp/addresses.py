"""Links, bare domains and e-mail addresses in a message, and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Address", "addresses"]

# What no address holds: spaces and controls, quotes, and the punctuation of every script. From
# U+0E00 on only U+1E00-1FFF (Vietnamese, Greek) is letters that a space parts from the next word;
# Thai, Chinese, Japanese or Korean that follows an address directly is the sentence going on.
_NEVER = (
    r"\x00-\x20\"'<>\\^`{|}\x7f-\xbf\xd7\xf7\u037e\u0387\u055a-\u055f\u0589\u05be\u05c0\u05c3\u05c6"
    r"\u05f3\u05f4\u0600-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0e00-\u1dff\u2000-\U0010ffff"
)
_CHARACTER = rf"[^()\[\]{_NEVER}]"
_IN_LABEL = rf"[^!-,./:-@\[\]{_NEVER}]"
_IN_RUN = rf"[^!-$&-*,/:-@\[\]{_NEVER}]"
_WIDE = r"\u0e00-\u0e7f\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_WIDE_DOMAINS = "中国|中國|香港|台湾|台灣|公司|网络|網絡|网址|在线|한국|コム|みんな|ไทย"

# Brackets belong to an address where they close within it.
_REST = rf"{_CHARACTER}*(?:[(\[]{_CHARACTER}*[)\]]{_CHARACTER}*)*"
_WIDE_HOST = rf"(?:(?:{_IN_LABEL}+|[{_WIDE}][{_WIDE}0-9A-Za-z-]*)\.)*(?:{_WIDE_DOMAINS})?"
_LINK = (
    rf"(?P<scheme>{_IN_RUN}+)://"
    rf"(?=(?P<no_host>/?)(?:{_IN_LABEL}|[{_WIDE}]|\[[0-9A-Fa-f:.]+\])){_WIDE_HOST}{_REST}"
)
_MAIL = rf"(?P<mail>{_IN_RUN}+@(?:{_IN_LABEL}+\.)+{_IN_LABEL}{{2,}})"
_HOST = (
    rf"(?P<host>(?:{_IN_LABEL}+\.)+(?P<domain>{_IN_LABEL}{{2,}}))"
    rf"(?:(?::[0-9]{{1,5}})?(?P<path>[/?#]{_REST}))?"
)

# Both are read on from the start of a run only, and a run is looked at once: time is linear.
_HINT = re.compile(r":(?=//)|\.(?=[^\W\d_])|@(?=\w)")
_ADDRESS = re.compile(
    rf"(?<!{_IN_RUN})(?={_IN_LABEL}+(?:://|@|[.+%]{_IN_LABEL}))(?:{_LINK}|{_MAIL}|{_HOST})"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+")
_TRAILING = ".,;:!?*"
_NO_PLACE = {"javascript", "data", "mailto", "tel", "sms"}

# Domains that make a host without a path. Those which begin a sentence as well ("code.do not
# share it") are left out, and so are most of the long ones, which are English words.
_DOMAINS = """
com net org info biz edu gov mil io app dev xyz top vip mobi icu ac ad ae af ag ai al ao ar at au aw
az ba bb bd bg bh bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cy cz
de dj dk dm dz ec ee eg es et eu fi fj fm fo fr ga gd ge gg gh gi gl gm gn gp gr gt gu gy hk hn hr
ht hu id ie il im in iq ir je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu
lv ly ma mc md me mg mk ml mm mn mo mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl np nr nu nz om
pa pe pf pg ph pk pl pm pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn sr st
su sv sy sz td tf tg th tj tk tl tm tn tr tt tv tw tz ua ug uk uy uz va vc ve vg vi vn vu ws ye za
zm zw
рф рус укр бел срб қаз भारत ایران مصر امارات
"""
_KNOWN_DOMAINS = frozenset(_DOMAINS.split())
_NUMBERED_DOMAINS = frozenset({"com", "net", "org", "cn", "ru", "vip", "top", "cc", "xyz"})


Kind = Literal["link", "host", "mail"]


@dataclass(frozen=True, slots=True)
class Address:
    """A link, a bare domain or an e-mail address, from start to end of a text."""

    start: int
    end: int
    text: str
    kind: Kind


def addresses(text: str) -> list[Address]:
    """The addresses in a text, as they stand there, without the punctuation around them.

    Characters that cannot be seen end an address: drop them first.
    """
    if _HINT.search(text) is None:
        return []
    found = [_address(match) for match in _ADDRESS.finditer(text)]
    return [address for address in found if address is not None]


def _address(match: re.Match[str]) -> Address | None:
    if match["scheme"] is not None:
        return _link(match)
    if match["mail"] is not None:
        return _of_kind("mail", match, match.start())
    return _host(match)


def _link(match: re.Match[str]) -> Address | None:
    scheme = match["scheme"]
    for web in ("https", "http"):
        if scheme.lower().endswith(web):
            # What stands before it is the end of a sentence: "Hurry.https://..."
            start = match.end("scheme") - len(web)
            return None if match["no_host"] else _of_kind("link", match, start)
    if _SCHEME.fullmatch(scheme) is None or scheme.lower() in _NO_PLACE:
        return None
    return _of_kind("link", match, match.start())


def _host(match: re.Match[str]) -> Address | None:
    host = match["host"]
    after_sentence = host.lower().find("www.")
    if after_sentence >= 0:
        return _of_kind("link", match, match.start() + after_sentence)
    if not _is_domain(match["domain"], host, has_path=match["path"] is not None):
        return None
    return _of_kind("host", match, match.start())


def _is_domain(domain: str, host: str, *, has_path: bool) -> bool:
    known = domain.lower() in _KNOWN_DOMAINS or domain.lower().startswith("xn--")
    if has_path:
        return known or (domain.isalpha() and domain.islower())
    if host[: -len(domain)].replace(".", "").isdigit():
        return domain in _NUMBERED_DOMAINS
    # A capital after the stop begins a sentence: "Hello.My code".
    return known and not domain.istitle()


def _of_kind(kind: Kind, match: re.Match[str], start: int) -> Address:
    text = match.string[start : match.end()].rstrip(_TRAILING)
    return Address(start, start + len(text), text, kind)
