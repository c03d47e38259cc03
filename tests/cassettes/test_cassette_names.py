from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pytest_smsactivate.cassettes import cassette_path
from pytest_smsactivate.cassettes.naming import safe_name

ROOT = Path("/project")
MODULE = ROOT / "tests" / "web" / "test_app.py"
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def test_a_relative_folder_lies_beside_the_module() -> None:
    path = cassette_path("cassettes", module=MODULE, rootdir=ROOT, name="test_signup")
    assert path == ROOT / "tests/web/cassettes/test_app/test_signup.json"


def test_an_absolute_folder_holds_the_folders_of_the_project() -> None:
    path = cassette_path("/data", module=MODULE, rootdir=ROOT, name="test_signup")
    assert path == Path("/data/tests/web/test_app/test_signup.json")


def test_modules_outside_the_project_are_kept_apart() -> None:
    inside, outside, elsewhere = (
        cassette_path("/data", module=folder / "test_app.py", rootdir=ROOT, name="test_signup")
        for folder in (ROOT / "tests", Path("/tests"), Path("/Tests"))
    )
    assert len({str(path).lower() for path in (inside, outside, elsewhere)}) == 3
    assert outside.is_relative_to("/data")
    assert len(outside.relative_to("/data").parts) == 3


@pytest.mark.parametrize(
    "name",
    ["test_signup", "test_resend[ru-+7]", "test_a.b,c=d", "[", "t" * 195, "console", "test_con"],
)
def test_a_name_that_every_file_system_keeps_is_kept(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("TestSignUp.test_resend[ru-+7]", "testsignup.test_resend[ru-+7]~"),
        ("test_é[a/b]", "test_-[a-b]~"),
        ("test~0123456789", "test-0123456789~"),
        (".hidden", "hidden~"),
        ("test_a.", "test_a~"),
        ("test_a ", "test_a~"),
        ("con", "_con~"),
        ("NUL.txt", "_nul.txt~"),
        ("com1.a[b]", "_com1.a[b]~"),
        ("..", "~"),
        ("", "~"),
        ("t" * 196, "t" * 184 + "~"),
    ],
)
def test_another_name_is_made_safe_and_told_apart(name: str, safe: str) -> None:
    assert re.fullmatch(re.escape(safe) + "[0-9a-f]{10}", safe_name(name))


names = st.text(max_size=30) | st.text(st.sampled_from("aAbB.~/é é[]-_ 1:")) | st.text(min_size=180)


@settings(deadline=None)
@given(names)
@example("con")
@example("aux.h")
@example("\ud800")
def test_a_safe_name_suits_every_file_system(name: str) -> None:
    file = f"{safe_name(name)}.json"
    assert re.fullmatch(r"[a-z0-9_.,=+\[\]~-]+", file)
    assert not file.startswith(".")
    assert not safe_name(name).endswith((".", " "))
    assert not RESERVED.match(file)
    assert len(file.encode()) <= 200


@settings(deadline=None)
@given(names, names)
@example("test_A", "test_a")
@example("a/b", "a:b")
@example("é", "é")
def test_two_names_never_share_a_file(one: str, other: str) -> None:
    assume(one != other)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        folded = [unicodedata.normalize(form, safe_name(name)).lower() for name in (one, other)]
        assert folded[0] != folded[1]


@settings(deadline=None)
@given(names)
def test_a_safe_name_is_not_taken_by_another(name: str) -> None:
    taken = safe_name(name)
    assert taken == name or safe_name(taken) != taken
