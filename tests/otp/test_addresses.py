from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.otp.addresses import Address, addresses


def _found(text: str) -> list[tuple[str, str]]:
    return [(address.kind, address.text) for address in addresses(text)]


@pytest.mark.parametrize(
    "link",
    [
        "http://acme.example",
        "https://acme.example/",
        "HTTPS://ACME.EXAMPLE/X",
        "https://user:pass@acme.example:8443/a?b=c&d=e#/f",
        "http://localhost:8000/x",
        "http://127.0.0.1/x",
        "http://[::1]:8000/x",
        "https://магазин.рф/путь",
        "https://例え.jp/x",
        "https://www.例え.jp/x",
        "https://网址.中国/x",
        "https://xn--e1afmkfd.xn--p1ai/x",
        "https://acme.example/a_(b)/c",
        "https://acme.example/?ids[]=1&ids[]=2",
        "https://acme.example/dGVzdA==",
        "https://acme.example/!#,;:a",
        "acme://verify?t=1",
        "tg://login?code=48291",
        "com.acme.app:///open",
        "www.oschadbank.ua/ib",
        "WWW.acme.bank",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "Tap {}.",
        "Really ({})?!",
        "[{}]",
        "<{}>",
        "«{}», “{}”",
        "点击{}，5分钟内有效",
        "【{}】",
        "{}。",
        "{}؟",
        "คลิก {}ที่นี่",
        "링크 {}를",
        "ok? {}… {}",
    ],
)
def test_a_link_is_found_without_what_stands_around_it(link: str, text: str) -> None:
    assert set(_found(text.format(link, link))) == {("link", link)}


@pytest.mark.parametrize(
    "host",
    [
        "venmo.com",
        "Tinkoff.ru",
        "KEEPME.RU",
        "br.pingan.com/zYR",
        "cutt.ly/VKx4X81",
        "acme.bank/x?y=1",
        "acme.co.uk:8080/x",
        "магазин.рф",
        "xn--e1afmkfd.xn--p1ai",
        "12306.cn",
    ],
)
@pytest.mark.parametrize("text", ["{}", "See {}.", "({})", "@{} #482910", "访问{}，"])
def test_a_bare_domain_is_a_host(host: str, text: str) -> None:
    assert _found(text.format(host)) == [("host", host)]


@pytest.mark.parametrize("mail", ["help@acme.example", "a.b+c_d@mail.acme.co.uk", "1@qq.com"])
@pytest.mark.parametrize("text", ["{}", "Write {}.", "<{}>", "mailto:{}", "邮箱{}点击"])
def test_a_mail_address_is_found(mail: str, text: str) -> None:
    assert _found(text.format(mail)) == [("mail", mail)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Your code is 482910. Do not share it.",
        "Your code is 482910.Do not share it.",
        "Your code is 482910.do not share it.",
        "Pay 1.25 at 10.30am, v2.10.3, 12.12.2024",
        "Dr.Who and e.g.this",
        "Hello.My code",
        "a@b, @acme and me@localhost",
        "javascript://acme.example/x javascript:void(0) data:text/plain,x",
        "tel:+15550100 sms:+15550100",
        "1st://acme.example",
        "https:// http://... http://[ http:///x ://x",
        "and/or 24/7",
    ],
)
def test_what_looks_like_an_address_is_none(text: str) -> None:
    assert addresses(text) == []


@pytest.mark.parametrize("address", ["https://acme.example/x", "www.acme.example/x"])
def test_a_missing_space_does_not_make_a_code_part_of_an_address(address: str) -> None:
    assert _found(f"Your code is 482910.{address}") == [("link", address)]


def test_all_are_found_in_their_places() -> None:
    text = "Log in at acme.com (https://acme.com/a) or ask a@acme.com!"

    assert addresses(text) == [
        Address(10, 18, "acme.com", "host"),
        Address(20, 38, "https://acme.com/a", "link"),
        Address(47, 57, "a@acme.com", "mail"),
    ]


@settings(deadline=None)
@given(
    st.one_of(
        st.text(),
        st.text(st.characters(categories=["Cs", "Cf", "Po", "Ps", "Pe", "Lo", "Nd"])),
        st.text(st.sampled_from("htps:/.@a1() []点。é")),
    )
)
def test_any_text_has_addresses_that_stand_in_it_one_after_the_other(text: str) -> None:
    end = 0
    for address in addresses(text):
        assert address.start >= end
        assert address.text == text[address.start : address.end] != ""
        end = address.end


@pytest.mark.parametrize(
    "piece",
    [
        "http://",
        "a.",
        "@",
        "://",
        "(",
        "a@a.",
        "http://a(",
        "http://a)",
        "a.a@",
        "a+",
        "a:/",
        "点.",
    ],
)
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    assert addresses(piece * (10000 // len(piece)) + " venmo.com")[-1].text == "venmo.com"
