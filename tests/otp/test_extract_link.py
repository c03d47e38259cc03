from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.otp import extract_link

LINK = "https://shop.example/verify?token=a1b2"


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        f"Tap {LINK} to go on",
        f"Tap {LINK}.",
        f"(see {LINK})",
        f'Tap "{LINK}", please!',
        f"<{LINK}>",
        f"«{LINK}»",
        f"{LINK} or once more {LINK}",
        f"{LINK} — not https://shop.example/help",
    ],
)
def test_the_link_to_tap_is_found_without_what_stands_around_it(text: str) -> None:
    assert extract_link(text) == LINK


@pytest.mark.parametrize(
    "link",
    [
        "http://shop.example",
        "HTTPS://SHOP.EXAMPLE/x",
        "https://[::1]:8000/x",
        "https://магазин.рф/x",
    ],
)
def test_a_lone_link_may_be_any(link: str) -> None:
    assert extract_link(f"Welcome! {link}") == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Your code is 482910",
        "shop.example/verify",
        "ftp://shop.example/verify",
        "see https://...",
        "see https:// and go",
        "https://shop.example/help https://shop.example/terms",
        "https://shop.example/verify/1 https://shop.example/verify/2",
    ],
)
def test_where_no_link_stands_out_none_is_chosen(text: str) -> None:
    assert extract_link(text) is None


@settings(deadline=None)
@given(st.text(st.sampled_from("htps:/. verify\n#?)")))
def test_any_text_has_a_link_or_none(text: str) -> None:
    link = extract_link(text)

    assert link is None or (link in text and link.startswith(("http://", "https://")))
