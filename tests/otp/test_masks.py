"""What a number is when it is no code, told with its reason."""

from __future__ import annotations

import pytest

from pytest_smsactivate.otp.decision import decide

CODE = "Your code is 482910."


def masked(text: str) -> list[tuple[str, str]]:
    return [(each.text, each.why) for each in decide(text).masked]


@pytest.mark.parametrize(
    ("beside", "what", "why"),
    [
        ("Or tap https://shop.example/773201", "https://shop.example/773201", "an address (link)"),
        ("Or see shop.example/773201 for it", "shop.example/773201", "an address (host)"),
        ("Ask help4829@shop.example", "help4829@shop.example", "an address (mail)"),
    ],
    ids=["link", "host", "mail"],
)
def test_addresses_are_hidden(beside: str, what: str, why: str) -> None:
    decision = decide(f"{CODE} {beside}")

    assert decision.code == "482910"
    assert [(each.text, each.why) for each in decision.masked] == [(what, why)]


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_hash_of_an_android_application_is_hidden(end: str) -> None:
    text = f"<#> {CODE}\nFA+9qCX9VSu{end}"

    assert decide(text).code == "482910"
    assert masked(text) == [("FA+9qCX9VSu", "the hash of an Android application")]


@pytest.mark.parametrize("last", ["Montgomerys", "48291077320", "FA+9qCX9VSuX", "FA+9qCX9VS"])
def test_what_only_has_its_length_is_no_hash(last: str) -> None:
    assert "the hash of an Android application" not in dict(masked(f"{CODE}\n{last}")).values()


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("You paid $4829", "4829", "an amount"),
        ("You paid € 4829", "4829", "an amount"),
        ("You paid ₹:4829", "4829", "an amount"),
        ("You paid USD 4829", "4829", "an amount"),
        ("You paid Rs. 4829", "4829", "an amount"),
        ("You paid EUR: 4829", "4829", "an amount"),
        ("You paid 4829€", "4829", "an amount or a percentage"),
        ("You paid 4829 ₽", "4829", "an amount or a percentage"),
        ("您已支付4829¥", "4829", "an amount or a percentage"),
        ("Up by 4829%", "4829", "an amount or a percentage"),
        ("It is 4829° hot", "4829", "an amount or a percentage"),
        ("You paid 4829,50", "4829", "an amount, a date or a time"),
        ("You paid 1.4829", "4829", "an amount, a date or a time"),
        ("You paid 4829 euros", "4829", "an amount: 'euros'"),
        ("You paid 4829 рублей", "4829", "an amount: 'рублеи'"),
        ("残高は4829円", "4829", "an amount: '円'"),
    ],
)
def test_money_and_counts_are_amounts(text: str, number: str, why: str) -> None:
    assert (number, why) in masked(text)


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("Since 2024-03-14", "2024-03-14", "a date or a time"),
        ("Since 14-03-2024", "14-03-2024", "a date or a time"),
        ("Since 1-1-2024", "1-1-2024", "a date or a time"),
        ("Since 12-Mar-2024", "12-Mar-2024", "a date or a time"),
        ("At 14h30", "14h30", "a date or a time"),
        ("Since 2024/03/14", "2024", "a date, a fraction or part of a name"),
        ("Since 14/03/2024", "2024", "a date, a fraction or part of a name"),
        ("Since 14.03.2024", "2024", "an amount, a date or a time"),
        ("Since 2024.03.14", "2024", "an amount, a date or a time"),
        ("At 12:4829", "4829", "an amount, a date or a time"),
        ("For 4829 minutes", "4829", "an amount: 'minutes'"),
        ("4829分钟内", "4829", "an amount: '分钟'"),
    ],
)
def test_dates_times_and_durations_are_masked(text: str, number: str, why: str) -> None:
    assert (number, why) in masked(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ring 0800-123456", "0800-123456"),
        ("Ring 1-800-5550", "1-800-5550"),
        ("Ring 212-555-0199", "212-555-0199"),
        ("Ring 12-34-56-78", "12-34-56-78"),
        ("Ring +482910", "482910"),
        ("My number +44 482910775", "482910775"),
        ("Ring (020) 7946 0958", "7946 0958"),
        ("Ring 7946 0958 (020)", "7946 0958"),
        ("Ring 030 482 91077", "91077"),
        ("Ring 1 2 3 4 5 6 7 8 9", "2 3 4 5 6 7 8 9"),
    ],
)
def test_telephone_numbers_are_masked(text: str, number: str) -> None:
    assert (number, "a telephone number") in masked(text)


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("Card *4829", "4829", "the tail of a card or an account"),
        ("Card **4829", "4829", "the tail of a card or an account"),
        ("Card •• 4829", "4829", "the tail of a card or an account"),
        ("Card …4829", "4829", "the tail of a card or an account"),
        ("Card ...4829", "4829", "the tail of a card or an account"),
        ("Card xx4829", "xx4829", "the tail of a card or an account"),
        ("Card XX-4829", "XX-4829", "the tail of a card or an account"),
        ("Card 4829****", "4829", "part of a card's number"),
        ("To GB29NWBK6016", "GB29NWBK6016", "an account"),
        ("To DE8937040044", "DE8937040044", "an account"),
        ("To 482910775512", "482910775512", "too long"),
        ("Card ending in 4829", "4829", "named 'ending in'"),
        ("尾号4829的卡", "4829", "named '尾号'"),
    ],
)
def test_cards_and_accounts_are_masked(text: str, number: str, why: str) -> None:
    assert (number, why) in masked(text)


@pytest.mark.parametrize(
    ("text", "number", "why"),
    [
        ("The page 4829_shop", "4829", "a date, a fraction or part of a name"),
        ("The handle @4829shop", "4829shop", "a date, a fraction or part of a name"),
        ("The team é4829", "4829", "part of a word"),
        ("The team A4829é", "A4829", "part of a word"),
        ("The system Windows11", "Windows11", "a name"),
        ("The illness covid-1999", "covid-1999", "a name"),
    ],
)
def test_names_are_masked(text: str, number: str, why: str) -> None:
    assert (number, why) in masked(text)


@pytest.mark.parametrize(
    ("text", "number", "word"),
    [
        ("Order 551204", "551204", "order"),
        ("Order no. 551204", "551204", "order no"),
        ("Order #551204", "551204", "order"),
        ("Tracking number is 551204", "551204", "tracking number"),
        ("Postal code: 10115", "10115", "postal code"),
        ("Claim code 551204", "551204", "claim code"),
        ("Your order code: 551204", "551204", "your order code"),
        ("Zip 94105", "94105", "zip"),
        ("Discount code AB12CD", "AB12CD", "discount code"),
        ("Flight LH4829", "LH4829", "flight"),
        ("Заказ №551204", "551204", "заказ"),
        ("订单号551204", "551204", "订单号"),
        ("우편번호 04829", "04829", "우편번호"),
        ("Bestellung 551204", "551204", "bestellung"),
        ("Code sent. Order is 551204", "551204", "order"),
    ],
)
def test_numbers_with_a_name_of_their_own_are_masked(text: str, number: str, word: str) -> None:
    assert masked(text) == [(number, f"named '{word}'")]


def test_a_code_for_an_order_is_not_the_orders_number() -> None:
    assert decide("Your verification code for order 551204 is 773201").code == "773201"
    assert decide("One time password for this order is 773201").code == "773201"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("SUMMER25 is 10% off", "SUMMER25"),
        ("Enter SAVE50 and claim your prize", "SAVE50"),
        ("Your code is SUMMER25 to claim your discount", "SUMMER25"),
    ],
)
def test_promotions_are_masked(text: str, number: str) -> None:
    assert masked(text) == [(number, "a promotion's code")]


def test_a_code_may_look_like_a_promotion_where_nothing_is_sold() -> None:
    assert decide("Your code is SAVE20").code == "SAVE20"


@pytest.mark.parametrize(
    ("text", "number", "word"),
    [
        ("Code 482910 has expired", "482910", "has expired"),
        ("482910 is no longer valid", "482910", "no longer valid"),
        ("Код 482910 истёк", "482910", "истек"),
        ("验证码482910已失效", "482910", "已失效"),
        ("El código 482910 ha caducado", "482910", "ha caducado"),
    ],
)
def test_expired_codes_are_masked(text: str, number: str, word: str) -> None:
    assert masked(text) == [(number, f"works no more: '{word}'")]


@pytest.mark.parametrize(
    "text",
    [
        "Your code 482910 expires in 5 minutes",
        "Your code is 482910. The last one has expired",
        "Your code 773201 has expired. The new code is 482910",
    ],
)
def test_the_code_that_still_works_is_found(text: str) -> None:
    assert decide(text).code == "482910"


@pytest.mark.parametrize(
    ("text", "number", "word"),
    [
        ("Text STOP to 88222", "88222", "text"),
        ("Text YES to 88222 to confirm", "88222", "text"),
        ("Reply to 4093 to confirm", "4093", "reply"),
        ("Ring us on 482910775", "482910775", "ring"),
        ("Contact 482910775 to log in", "482910775", "contact"),
        ("1930 पर कॉल करें", "1930", "कॉल करें"),
        ("482910 or text us to log in", "482910", "text"),
    ],
)
def test_numbers_to_write_to_or_call_are_masked(text: str, number: str, word: str) -> None:
    assert masked(text) == [(number, f"to write to or call: '{word}'")]


@pytest.mark.parametrize(
    "text",
    [
        "Reply with 4093 to confirm",
        "Reply 4093 to confirm",
        "Reply with code 4093 to 88222",
        "Send code 4093 to confirm",
    ],
)
def test_a_number_to_reply_with_is_the_code(text: str) -> None:
    assert decide(text).code == "4093"


@pytest.mark.parametrize(
    "text",
    [
        "Your code is 482910, call 551204 if it was not you",
        "Your code: 482910 Call us if it was not you",
        "Your code is 482910 (call us if it was not you)",
        "Your code is 482910 - text STOP to 88222 to opt out",
        "Your code is 482910. Call 551204 for help",
        "For help call us at 551204. Your code is 482910",
        "Tel 020 7946 0958, code 482910",
    ],
)
def test_a_code_beside_a_number_to_call_is_found(text: str) -> None:
    assert decide(text).code == "482910"
