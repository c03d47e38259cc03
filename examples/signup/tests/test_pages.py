"""What needs no number: these tests buy none."""

from __future__ import annotations

import pytest
from signup import codes, create_app

PHONE = "+447700900123"


@pytest.fixture
def outbox():
    return []


@pytest.fixture
def app(tmp_path, clock, outbox):
    app = create_app(
        tmp_path / "signup.sqlite3", lambda to, text: outbox.append((to, text)), clock=clock
    )
    app.testing = True
    return app


@pytest.mark.parametrize("path", ["/", "/verify", "/welcome"])
def test_a_visitor_without_an_account_comes_to_the_form(client, path):
    page = client.get(path, follow_redirects=True)

    assert page.request.path == "/signup"
    assert "Your phone number" in page.text


@pytest.mark.parametrize("phone", ["", "07700900123", "+44 7700 9OO123", "+1", "+44" + "7" * 14])
def test_a_number_that_is_not_e164_is_refused(client, outbox, phone):
    page = client.post("/signup", data={"phone": phone})

    assert page.status_code == 400
    assert "country code" in page.text
    assert outbox == []


def test_a_number_may_be_typed_with_spaces_and_signs(client, outbox):
    client.post("/signup", data={"phone": "+44 (7700) 900-123"})

    assert [to for to, _ in outbox] == [PHONE]


def test_what_was_typed_is_shown_again_and_escaped(client):
    page = client.post("/signup", data={"phone": '"><script>'})

    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize("path", ["/verify", "/resend"])
def test_a_number_that_never_asked_for_a_code_is_sent_to_the_start(client, outbox, path):
    page = client.post(path, data={"phone": PHONE, "code": "123456"})

    assert page.status_code == 400
    assert "No code was sent" in page.text
    assert outbox == []


def test_a_new_code_may_be_sent_when_the_first_sends_are_ten_minutes_old(client, clock, outbox):
    client.post("/signup", data={"phone": PHONE})
    clock.advance(minutes=9.5)
    for _ in range(2):
        client.post("/resend", data={"phone": PHONE})
    refused = client.post("/resend", data={"phone": PHONE})
    clock.advance(minutes=0.5)
    allowed = client.post("/resend", data={"phone": PHONE})

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert allowed.status_code == 303
    assert len(outbox) == 4


def test_a_resend_never_repeats_the_code_it_replaces(client, monkeypatch, outbox):
    draws = iter(["111111", "111111", "222222"])
    monkeypatch.setattr(codes, "draw", lambda: next(draws))

    client.post("/signup", data={"phone": PHONE})
    client.post("/resend", data={"phone": PHONE})

    assert "111111" in outbox[0][1]
    assert "222222" in outbox[1][1]


def test_the_database_never_holds_the_code(client, monkeypatch, tmp_path):
    monkeypatch.setattr(codes, "draw", lambda: "482910")

    client.post("/signup", data={"phone": PHONE})

    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert PHONE.encode() in stored
    assert b"482910" not in stored


def test_a_verified_person_is_greeted_from_then_on(client, monkeypatch):
    monkeypatch.setattr(codes, "draw", lambda: "482910")
    client.post("/signup", data={"phone": PHONE})
    client.post("/verify", data={"phone": PHONE, "code": " 482910 "})

    assert f"Hello, <strong>{PHONE}</strong>" in client.get("/", follow_redirects=True).text
