"""The table that speakers extend: well formed, complete, and enough by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest

from pytest_smsactivate.otp import decision, extract_code
from pytest_smsactivate.otp.languages import LANGUAGES, Language
from pytest_smsactivate.otp.lexicon import KINDS, Lexicon
from pytest_smsactivate.otp.plain import folded, plain

# A message in each, that only its row of the table explains: 773201 is another number.
MESSAGES = {
    "en": "Order 773201: your verification code is 482910",
    "ru": "Заказ 773201: ваш код подтверждения 482910",
    "uk": "Замовлення 773201: ваш код підтвердження 482910",
    "zh": "订单号773201，您的验证码是482910",
    "zh-Hant": "訂單編號773201，您的驗證碼是482910",
    "ja": "注文番号773201、認証コードは482910です",
    "ko": "주문번호 773201, 인증번호는 482910입니다",
    "ar": "رقم الطلب 773201، رمز التحقق الخاص بك هو 482910",
    "fa": "شماره سفارش 773201، کد تایید شما 482910",
    "he": "הזמנה 773201, קוד האימות שלך הוא 482910",
    "hi": "ऑर्डर 773201, आपका सत्यापन कोड 482910 है",
    "bn": "অর্ডার 773201, আপনার যাচাইকরণ কোড 482910",
    "ur": "آرڈر 773201، آپ کا تصدیقی کوڈ 482910 ہے",
    "id": "Pesanan 773201: kode verifikasi Anda adalah 482910",
    "ms": "Pesanan 773201: kod pengesahan anda ialah 482910",
    "vi": "Đơn hàng 773201: mã xác nhận của bạn là 482910",
    "th": "คำสั่งซื้อ 773201 รหัสยืนยันของคุณคือ 482910",
    "tr": "Sipariş 773201: doğrulama kodunuz 482910",
    "pl": "Zamówienie 773201: twój kod weryfikacyjny to 482910",
    "cs": "Objednávka 773201: váš ověřovací kód je 482910",
    "ro": "Comanda 773201: codul de verificare este 482910",
    "hu": "Rendelés 773201: az ellenőrző kódja 482910",
    "nl": "Bestelling 773201: je verificatiecode is 482910",
    "de": "Bestellung 773201: Ihr Bestätigungscode lautet 482910",
    "fr": "Commande 773201 : votre code de vérification est 482910",
    "es": "Pedido 773201: tu código de verificación es 482910",
    "pt": "Pedido 773201: o seu código de verificação é 482910",
    "it": "Ordine 773201: il tuo codice di verifica è 482910",
    "sv": "Beställning 773201: din verifieringskod är 482910",
    "no": "Bestilling 773201: din engangskode er 482910",
    "da": "Bestilling 773201: din bekræftelseskode er 482910",
    "fi": "Tilaus 773201: vahvistuskoodisi on 482910",
    "el": "Παραγγελία 773201: ο κωδικός επαλήθευσης είναι 482910",
}

NAMES = """
    English, Russian, Ukrainian, Chinese, Japanese, Korean, Arabic, Persian, Hebrew, Hindi, Bengali,
    Urdu, Indonesian and Malay, Vietnamese, Thai, Turkish, Polish, Czech, Romanian, Hungarian,
    Dutch, German, French, Spanish, Portuguese, Italian, Swedish, Norwegian and Danish, Finnish,
    Greek
"""

CELLS = [field.name for field in fields(Language) if field.name not in {"name", "ends", "pauses"}]


def words(language: Language, cell: str) -> list[str]:
    """Those between the commas of a cell that is not empty."""
    written = getattr(language, cell)
    return [" ".join(word.split()) for word in written.split(",")] if written else []


@pytest.fixture(params=LANGUAGES, ids=lambda language: language.name)
def language(request: pytest.FixtureRequest) -> Language:
    named: Language = request.param
    return named


def test_each_language_has_one_row() -> None:
    names = [" ".join(name.split()) for name in NAMES.split(",")]

    assert Counter(language.name for language in LANGUAGES) == Counter(names)


@pytest.mark.parametrize("language", MESSAGES)
def test_a_message_in_each_language_is_read(language: str) -> None:
    assert extract_code(MESSAGES[language]) == "482910"


def test_no_cell_that_every_language_needs_is_empty(language: Language) -> None:
    for cell in ("sure", "maybe", "over", "other", "verify", "notices", "joins", "contact"):
        assert words(language, cell), cell


def test_no_word_is_empty(language: Language) -> None:
    for cell in CELLS:
        assert "" not in words(language, cell), cell


def test_no_word_stands_twice_in_a_cell(language: Language) -> None:
    for cell in CELLS:
        assert [word for word, times in Counter(words(language, cell)).items() if times > 1] == []


def test_a_star_stands_at_one_end_of_a_word_only(language: Language) -> None:
    for cell in CELLS:
        for word in " ".join(words(language, cell)).split():
            assert word.count("*") <= 1, word
            assert "*" not in word[1:-1], word


def test_no_word_both_is_a_code_and_names_another_number(language: Language) -> None:
    assert set(words(language, "sure")) & set(words(language, "other")) == set()


def test_each_word_is_found_where_it_stands(language: Language) -> None:
    alone = Lexicon([language])
    for kind in KINDS:
        for word in words(language, kind):
            text = folded(plain(word)).replace("*", "")
            if any(letter.isalnum() for letter in text):
                found = alone.mentions(text)
                assert len(found) == 1, (kind, word)
                beside = text[: found[0].start] + text[found[0].end :]
                assert not any(letter.isalnum() for letter in beside), (kind, word)


def test_words_that_join_join(language: Language) -> None:
    alone = Lexicon([language])
    for word in words(language, "joins"):
        assert alone.joins(folded(plain(word))), word


def test_words_before_what_is_sent_are_known(language: Language) -> None:
    alone = Lexicon([language])
    for word in words(language, "sent"):
        assert alone.is_sent(folded(plain(word))), word


def test_a_language_is_added_by_its_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    volapuk = Language(
        "Volapük",
        sure="kot kontrolik",
        maybe="kot",
        over="egolöfon",
        other="bonedanüm*",
        verify="koedön",
        notices="lotid*",
        joins="binon",
        contact="telefonolöd",
        units="yan",
    )
    texts = {
        "Kot kontrolik olik binon 482910, bonedanüm 773201": "482910",
        "Kot 482910 egolöfon": None,
        "482910, begö, koedön": "482910",
        "Bonedanüma 773201": None,
        "Lotid: 482910": None,
        "Telefonolöd obe 482910, koedön": None,
        "482910 yan, koedön": None,
    }
    made_up = Lexicon([volapuk])
    monkeypatch.setattr(decision, "lexicon", lambda: made_up)

    assert {text: extract_code(text) for text in texts} == texts
