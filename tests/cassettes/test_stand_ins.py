from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.cassettes.phones import digits_of, phones, stand_in
from pytest_smsactivate.cassettes.stand_ins import StandIns

shapes = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)


def stand_ins(
    *,
    test: str = "test_signup",
    numbers: tuple[str, ...] = (),
    ids: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    key: str = "",
) -> StandIns:
    return StandIns(test, numbers=numbers, ids=ids, codes=codes, key=key, exempt=())


def example(region: str) -> str:
    number = phonenumbers.example_number(region)
    assert number is not None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_a_stand_in_is_another_valid_number_of_the_same_country(region: str) -> None:
    real = example(region)
    made = stand_ins(numbers=(real,)).numbers[real]
    number = phonenumbers.parse(made)
    assert made != real
    assert phonenumbers.is_valid_number(number)
    meant = phonenumbers.region_code_for_number(phonenumbers.parse(real))
    assert phonenumbers.region_code_for_number(number) == meant


@pytest.mark.parametrize("code", sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS))
def test_a_number_of_no_country_has_a_stand_in_of_its_code(code: int) -> None:
    number = phonenumbers.example_number_for_non_geo_entity(code)
    assert number is not None
    real = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    made = stand_ins(numbers=(real,)).numbers[real]
    assert made != real
    assert phonenumbers.is_valid_number(phonenumbers.parse(made))
    assert phonenumbers.parse(made).country_code == code


@pytest.mark.parametrize(
    "real", ["+79161234567", "+12015550123", "+4915123456789", "+390612345678"]
)
def test_a_stand_in_has_the_length_of_the_real_number(real: str) -> None:
    made = stand_ins(numbers=(real,)).numbers[real]
    assert len(made) == len(real)


def test_every_number_has_a_stand_in_of_its_own() -> None:
    real = tuple(f"+7916{ending:07}" for ending in range(200))
    made = stand_ins(numbers=real).numbers
    assert len(set(made.values())) == 200
    assert not set(made.values()) & set(real)


def test_stand_ins_depend_on_the_test_and_the_order_and_not_on_the_real_digits() -> None:
    first = stand_ins(numbers=("+79161234567",), ids=("act_9x2k1p",), codes=("482910",))
    again = stand_ins(numbers=("+79267654321",), ids=("act_3q8z7m",), codes=("739104",))
    other = stand_ins(test="test_login", numbers=("+79161234567",), ids=("act_9x2k1p",))
    assert list(first.numbers.values()) == list(again.numbers.values())
    assert list(first.codes.values()) == list(again.codes.values())
    assert first.ids["act_9x2k1p"][:4] == again.ids["act_3q8z7m"][:4] == "act_"
    assert first.numbers != other.numbers
    assert first.ids != other.ids


def test_one_number_has_one_stand_in_however_it_is_written() -> None:
    written = ("9161234567", "+79161234567", "79161234567", "8 (916) 123-45-67", "+7 916 1234567")
    made = stand_ins(numbers=written).numbers
    national = made["9161234567"]
    assert made["+79161234567"] == f"+7{national}"
    assert made["79161234567"] == f"7{national}"
    assert digits_of(made["8 (916) 123-45-67"]) == f"8{national}"
    assert made["8 (916) 123-45-67"][:3] == "8 ("
    assert digits_of(made["+7 916 1234567"]) == f"7{national}"


def test_digits_that_mean_no_number_known_are_a_number_of_their_own() -> None:
    made = stand_ins(numbers=("+79161234567", "12015550123", "4002")).numbers
    assert made["12015550123"].startswith("1")
    assert phonenumbers.is_valid_number(phonenumbers.parse("+" + made["12015550123"]))
    assert made["4002"] not in made["+79161234567"]


def test_where_every_valid_number_is_refused_a_plausible_one_is_made() -> None:
    def invalid(digits: str) -> bool:
        return not phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))

    real = phones(["+79161234567"])["+79161234567"]
    made = stand_in(real, "test_signup/number/0", invalid)
    assert invalid(f"7{made}")
    assert made.isdigit()


def test_a_trunk_zero_after_the_calling_code_is_kept() -> None:
    made = stand_ins(numbers=("+4407911123456", "+447911123456")).numbers
    assert made["+4407911123456"] == "+440" + made["+447911123456"][3:]


def test_digits_of_another_script_are_digits() -> None:
    arabic = "+٧٩١٦١٢٣٤٥٦٧"
    made = stand_ins(numbers=(arabic, "+79161234567")).numbers
    assert made[arabic] == made["+79161234567"]


@pytest.mark.parametrize("real", ["+70000000000", "+999123456789", "+5491112", "12345", "+1", "+7"])
def test_a_number_of_no_known_plan_has_a_stand_in_too(real: str) -> None:
    made = stand_ins(numbers=(real,)).numbers[real]
    assert made.startswith("+") == real.startswith("+")
    assert digits_of(made) != digits_of(real)
    assert made[1:].isdigit()


def test_a_number_that_parsing_rewrites_keeps_its_calling_code() -> None:
    real = "+540111523456789"
    assert phones([real])[real].calling_code == "54"
    assert stand_ins(numbers=(real,)).numbers[real].startswith("+54")


def test_a_stand_in_of_another_length_is_written_plainly() -> None:
    real = "+7 91"
    made = stand_ins(numbers=(real,)).numbers[real]
    assert made.startswith("+7")
    assert len(made) != len(real)


def test_a_text_without_digits_is_no_number() -> None:
    assert stand_ins(numbers=("n/a",)).numbers == {}


@pytest.mark.parametrize(
    ("real", "shape"),
    [
        ("act_9x2k1p", "act_0x0x0x"),
        ("live-act_77AB", "live-act_00XX"),
        ("123456789", "000000000"),
        ("3f2b8c1e-aa", "0x0x0x0x-xx"),
        ("purchase_", "xxxxxxxx_"),
    ],
)
def test_an_id_keeps_its_shape_and_the_prefix_that_tells_its_kind(real: str, shape: str) -> None:
    made = stand_ins(ids=(real,)).ids[real]
    prefix = 4 if shape.startswith("act_") else 9 if shape.startswith("live") else 0
    assert made != real
    assert made[:prefix] == real[:prefix]
    assert outline(made[prefix:]) == shape[prefix:]


def outline(text: str) -> str:
    digits = "".join("0" if letter.isdigit() else letter for letter in text)
    return "".join(
        ("X" if letter.isupper() else "x") if letter.isalpha() else letter for letter in digits
    )


@pytest.mark.parametrize("real", ["482910", "048291", "G-482910", "482-910", "AbC12", "000000"])
def test_a_code_keeps_its_shape_and_whether_it_begins_with_zero(real: str) -> None:
    made = stand_ins(codes=(real,)).codes[real]
    assert made != real
    assert outline(made) == outline(real)
    assert (digits_of(made)[0] == "0") == (digits_of(real)[0] == "0")


def test_codes_that_leave_no_choice_grow() -> None:
    one_digit = tuple("0123456789")
    made = stand_ins(codes=one_digit).codes
    assert len(set(made.values())) == 10
    assert not set(made.values()) & set(one_digit)


def test_an_id_whose_prefix_is_a_secret_loses_the_prefix() -> None:
    made = stand_ins(ids=("act_9x2k1p",), codes=("act",)).ids["act_9x2k1p"]
    assert outline(made[:10]) == "xxx_0x0x0x"
    assert not made.startswith("act")


def test_where_nothing_will_do_the_check_has_the_last_word() -> None:
    made = stand_ins(ids=("-------9",), key="-------")
    assert made.secrets.found_in(made.ids["-------9"]) == "the API key"


def test_what_has_no_letter_and_no_digit_is_no_secret() -> None:
    made = stand_ins(ids=("-",), codes=("", " "))
    assert made.ids == {}
    assert made.codes == {}


def test_an_activation_is_known_by_its_id_or_by_its_number() -> None:
    made = stand_ins(numbers=("+79161234567",), ids=("act_9x2k1p", "+79161234567"))
    assert made.identity("act_9x2k1p") == made.ids["act_9x2k1p"]
    assert made.identity("+79161234567") == made.numbers["+79161234567"]
    assert made.identity("unknown") is None


@pytest.mark.parametrize(
    ("codes", "masked"),
    [
        (("482910",), "Xxxx xxxx: 000-000"),
        (("000000",), "Yyyy yyyy: 111-111"),
        (("XXXX", "1-1"), "Zzzz zzzz: 222-222"),
        (tuple("0123456789"), "Xxxx xxxx: 000-000"),
    ],
)
def test_a_masked_text_keeps_its_shape_and_never_spells_a_secret(
    codes: tuple[str, ...], masked: str
) -> None:
    assert stand_ins(codes=codes).masked("Your code: 482-910") == masked


@settings(deadline=None)
@given(shapes)
def test_no_code_stands_for_itself(real: str) -> None:
    made = stand_ins(codes=(real,)).codes
    assert made.get(real) != real
    assert (real in made) == any(map(str.isalnum, real))


@settings(deadline=None)
@given(st.lists(shapes, max_size=20), st.lists(shapes, max_size=20))
def test_stand_ins_are_distinct(ids: list[str], codes: list[str]) -> None:
    made = stand_ins(ids=tuple(ids), codes=tuple(codes))
    for kind in (made.ids, made.codes):
        assert len(set(kind.values())) == len(kind)
