from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_smsactivate.otp import extract_link
from pytest_smsactivate.otp.link_words import LANGUAGES

# Nothing in this one says what it is for: the words around it must.
PLAIN = "https://acme.example/m/8f3kQz72LpX"
SPEAKING = "https://auth.acme.example/verify?token=8f3kQz72LpX"
NUMBERED = "https://acme.example/confirm/482910"

INVITING = {
    "en": [
        f"Tap to sign in to Acme: {PLAIN}",
        f"Acme: verify your phone number by clicking {PLAIN}. It expires in 10 minutes.",
        f"Confirm your email\n{PLAIN}\nNot expected? Ignore this message.",
        f"Tap {PLAIN} to log in, or use the code 482910.",
        f"Acme: please activate your account.\nThe link works for one hour.\n{PLAIN}",
        f"{PLAIN} is your magic link. Reply STOP to opt out.",
        f"{PLAIN}\nTap to log in to Acme.",
        f"To log in to Acme enter 482910 or tap {PLAIN}",
        f"Visit this link to reset your password: {PLAIN}",
        f"Apple Pay or Acme Shop? Whichever. Sign in: {PLAIN}",
        f"In order to verify your account, follow {PLAIN}",
        f"Verify your number: {PLAIN} Unsubscribe: https://acme.example/u/9dK2m4Lp",
        f"Tap to confirm: {NUMBERED}",
        f"We locked your account. Tap to unlock: {SPEAKING}",
    ],
    "ru": [
        f"Чтобы подтвердить номер, перейдите по ссылке: {PLAIN}",
        f"Для входа в Acme нажмите {PLAIN}. Никому не пересылайте.",
        f"Чтобы сбросить пароль, откройте {PLAIN}",
    ],
    "uk": [
        f"Щоб підтвердити номер, перейдіть за посиланням {PLAIN}",
        f"Натисніть, щоб увійти в Acme: {PLAIN}",
    ],
    "zh": [
        f"【Acme】点击链接登录：{PLAIN}，5分钟内有效。如非本人操作，请忽略。",
        f"請點擊以下連結重設您的密碼：{PLAIN}（10分鐘內有效）",
        f"请访问{PLAIN}完成手机号验证。",
    ],
    "ja": [
        f"【Acme】以下のリンクからログインしてください。{PLAIN}",
        f"メールアドレスの確認はこちら：{PLAIN}",
        f"パスワードを再設定するには{PLAIN}をタップしてください",
    ],
    "ko": [
        f"[Acme] 로그인하려면 링크를 클릭하세요: {PLAIN}",
        f"비밀번호 재설정: {PLAIN}를 눌러 주세요",
    ],
    "ar": [
        f"اضغط على الرابط لتأكيد رقمك: {PLAIN}",
        f"لتسجيل الدخول إلى أكمي انقر هنا {PLAIN}",
    ],
    "fa": [f"برای ورود به اکمی روی لینک بزنید: {PLAIN}", f"بازنشانی رمز عبور:\n{PLAIN}"],
    "he": [f"לאימות המספר לחצו על הקישור: {PLAIN}", f"להתחברות ל-Acme הקישו כאן {PLAIN}"],
    "hi": [
        f"अपना नंबर सत्यापित करने के लिए लिंक पर क्लिक करें: {PLAIN}",
        f"लॉगिन करने के लिए टैप करें {PLAIN}",
    ],
    "bn": [f"আপনার নম্বর যাচাই করতে লিংকে ক্লিক করুন: {PLAIN}"],
    "ur": [f"اپنا نمبر تصدیق کرنے کے لیے لنک پر کلک کریں: {PLAIN}"],
    "id": [f"Ketuk tautan untuk masuk ke Acme: {PLAIN}", f"Atur ulang kata sandi: {PLAIN}"],
    "ms": [f"Klik pautan ini untuk mengesahkan nombor anda: {PLAIN}"],
    "vi": [
        f"Nhấn vào liên kết để đăng nhập Acme: {PLAIN}",
        f"Nhan vao link de xac minh so dien thoai: {PLAIN}",
    ],
    "th": [
        f"แตะลิงก์เพื่อเข้าสู่ระบบ Acme: {PLAIN}",
        f"คลิก{PLAIN}เพื่อยืนยันหมายเลขของคุณ",
    ],
    "tr": [
        f"Acme'ye giriş yapmak için bağlantıya dokunun: {PLAIN}",
        f"Sifrenizi sifirlamak icin tiklayin: {PLAIN}",
    ],
    "pl": [f"Kliknij, aby zalogować się do Acme: {PLAIN}", f"Potwierdź numer: {PLAIN}"],
    "cs": [f"Přihlaste se do Acme klepnutím na odkaz: {PLAIN}", f"Ověřte své číslo: {PLAIN}"],
    "ro": [f"Apăsați linkul pentru a vă conecta: {PLAIN}", f"Confirmați numărul: {PLAIN}"],
    "hu": [
        f"Kattintson a linkre a bejelentkezéshez: {PLAIN}",
        f"Jelszava visszaállításához nyissa meg: {PLAIN}",
    ],
    "nl": [f"Tik op de link om in te loggen bij Acme: {PLAIN}", f"Bevestig je nummer: {PLAIN}"],
    "de": [
        f"Tippe auf den Link, um dich bei Acme anzumelden: {PLAIN}",
        f"Bitte bestaetigen Sie Ihre Nummer: {PLAIN}",
        f"Setzen Sie Ihr Passwort hier zurück: {PLAIN}. Der Link gilt 10 Minuten.",
    ],
    "fr": [
        f"Touchez le lien pour vous connecter à Acme : {PLAIN}",
        f"Réinitialisez votre mot de passe « {PLAIN} »",
    ],
    "es": [
        f"Toca para iniciar sesión en Acme: {PLAIN}",
        f"Verifica tu número en {PLAIN} o usa el código 482913",
    ],
    "pt": [f"Toque para fazer login na Acme: {PLAIN}", f"Redefina sua senha: {PLAIN}"],
    "it": [f"Tocca il link per accedere ad Acme: {PLAIN}", f"Conferma il tuo numero: {PLAIN}"],
    "sv": [f"Tryck på länken för att logga in på Acme: {PLAIN}", f"Bekräfta numret: {PLAIN}"],
    "no": [f"Trykk på lenken for å logge inn: {PLAIN}", f"Bekreft nummeret ditt: {PLAIN}"],
    "da": [f"Tryk på linket for at logge ind på Acme: {PLAIN}", f"Nulstil adgangskode: {PLAIN}"],
    "fi": [f"Kirjaudu Acmeen napauttamalla linkkiä: {PLAIN}", f"Vahvista numerosi: {PLAIN}"],
    "el": [
        f"Πατήστε τον σύνδεσμο για σύνδεση στην Acme: {PLAIN}",
        f"Επαληθεύστε τον αριθμό σας: {PLAIN}",
    ],
}


def _link_of(text: str) -> str:
    return next(link for link in (PLAIN, SPEAKING, NUMBERED) if link in text)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        pytest.param(text, _link_of(text), id=f"{language}-{number}")
        for language, texts in INVITING.items()
        for number, text in enumerate(texts)
    ],
)
def test_the_words_of_any_language_tell_the_link_to_tap(text: str, link: str) -> None:
    assert extract_link(text) == link


def test_every_language_of_the_table_is_tried() -> None:
    assert set(INVITING) == set(LANGUAGES)


@pytest.mark.parametrize(
    "link",
    [
        "https://acme.example/verify/8f3kQz72",
        "https://acme.example/verifyEmail?t=9dK2m4",
        "https://login.acme.example/8f3kQz72",
        "https://acme.example/reset_password?code=ME78P4TNX2QX",
        "https://acme.example/auth/magic#token=abcdef",
        "https://secure.site.org/temp-access/123abc",
        "https://acme.example/verificar?token=7b1fd2c9e4",
        "https://acme.example/bestaetigen/3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "https://acme.example/%D0%BF%D0%BE%D0%B4%D1%82%D0%B2%D0%B5%D1%80%D0%B4/Qz83kd21",
        "https://acme.example/подтверждение/Qz83kd21",
        "https://acme.example/verify?oobCode=QzkdLpXw&lang=en&utm_source=sms",
        "https://shop.example/verify?token=a1b2c3",
        "https://acme.example/sign-in/abcdefghijklmnopqrstuvwxyzab",
        "http://localhost:8000/auth/callback?token=a1b2c3",
        "https://user@acme.example:8443/activate/Qz83kd21/",
        "https://[::1]:8000/confirm/Qz83kd21",
        "HTTPS://ACME.EXAMPLE/VERIFY/8F3KQZ72",
        "acme://verify?token=8f3kQz72",
        "com.acme.app://login/8f3kQz72",
        "tg://login?code=48291",
    ],
)
@pytest.mark.parametrize("text", ["{}", "Tap {}.", "Acme ({})", "【Acme】{}，5分钟"])
def test_the_words_of_a_link_tell_that_it_is_to_be_tapped(link: str, text: str) -> None:
    assert extract_link(text.format(link)) == link


@pytest.mark.parametrize(
    "text",
    [
        f"{SPEAKING} or once more {SPEAKING}",
        f"{SPEAKING} — not https://acme.example/help/8f3kQz72",
        f"{SPEAKING}\nManage e-mails: https://acme.example/unsubscribe?token=8f3kQz72",
        f"Sign in {SPEAKING} or see www.acme.example/verify?token=abcd1234",
        f"<{SPEAKING}>",
        f"«{SPEAKING}»",
        f'"{SPEAKING}", please!',
        f"\u2068{SPEAKING}\u2069",
        SPEAKING.replace("token", "to\u200bken").replace("://", "\u200d://"),
    ],
)
def test_the_link_to_tap_is_found_without_what_stands_around_it(text: str) -> None:
    assert extract_link(text) == SPEAKING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Your code is 482910",
        # no scheme, or none that one would tap
        "Tap to verify: acme.example/verify?token=8f3kQz72",
        "Tap to verify: www.acme.example/verify?token=8f3kQz72",
        "Tap to verify: ftp://acme.example/verify?token=8f3kQz72",
        "Tap to verify: javascript:verify('8f3kQz72')",
        "Tap to verify: market://details?id=8f3kQz72",
        # nothing in it that nobody could guess
        "Check out this article: https://news.example.com/latest",
        "Verify your account at https://acme.example/verify",
        "Log in at https://acme.example/login?lang=en to see your messages",
        "Verify at https://acme.example/verify?utm_source=8f3kQz72",
        "To verify read https://acme.example/verify/article2024/step-1/v2",
        "Your account will be suspended, verify at https://bit.ly/verify-now",
        "आपका खाता निलंबित किया जाएगा। तुरंत https://bit.ly/verify-now पर सत्यापित करें।",
        # nothing that says what it is for
        f"Welcome! {PLAIN}",
        f"Photos from Saturday: {PLAIN}",
        "New: https://bit.ly/verify-8f3kQz72",
        f"Your verification code is 482910. Details: {PLAIN}",
        f"Your verification code is 482910 {PLAIN}",
        f"Your login code is 482910.\n{PLAIN}",
        "Your code is 482910, https://acme.example/x/login/482910",
        # help, shops, parcels, bills, news and fraud
        f"Your password was changed. Not you? {PLAIN}",
        "Password changed. Contact us: https://support.acme.example/requests/8f3kQz72",
        f"Confirm your appointment: {PLAIN}",
        f"Track your parcel: {PLAIN}",
        f"Please confirm your delivery address: {PLAIN}",
        f"Confirm order 8821: {PLAIN}",
        f"Log in to pay your bill: {PLAIN}",
        f"Verify now to claim your prize! {PLAIN}",
        "You have won! Log in: https://acme.example/login/8f3kQz72",
        f"Your account is suspended. Verify: {PLAIN}",
        "Reply STOP or https://acme.example/unsubscribe?token=8f3kQz72",
        "Log in at https://apps.apple.com/app/8f3kQz72",
        "Verify with our app: https://play.google.com/store?token=8f3kQz72",
        "https://acme.example/deny?token=8f3kQz72",
        f"Ваша посылка ждёт, подтвердите адрес: {PLAIN}",
        f"Скидка 20%! Войдите: {PLAIN}",
        f"Ваш рахунок: {PLAIN}",
        f"您的快递已到，点击确认取件时间：{PLAIN}",
        f"お荷物のお届け先をご確認ください {PLAIN}",
        f"[배송] 주소 확인: {PLAIN}",
        f"تتبع شحنتك: {PLAIN}",
        f"سفارش شما ارسال شد: {PLAIN}",
        f"החבילה שלך ממתינה: {PLAIN}",
        f"Bestätigen Sie die Lieferung Ihres Pakets: {PLAIN}",
        f"Votre colis est en attente, confirmez l'adresse : {PLAIN}",
        f"Su paquete está retenido, verifique sus datos: {PLAIN}",
        f"Seu prêmio espera: confirme em {PLAIN}",
        f"Conferma la consegna del pacco: {PLAIN}",
        f"Potwierdź dopłatę do przesyłki: {PLAIN}",
        f"Kargonuz yolda: {PLAIN}",
        f"Paket Anda dalam pengiriman, konfirmasi alamat: {PLAIN}",
        f"Đơn hàng của bạn, xác nhận tại {PLAIN}",
        f"พัสดุของคุณ ยืนยันที่อยู่: {PLAIN}",
        f"Bekräfta leverans av ditt paket: {PLAIN}",
        f"Vahvista toimitus: {PLAIN}",
        f"Επιβεβαιώστε την παράδοση: {PLAIN}",
        # two, equally good
        "https://acme.example/verify/8f3kQz71 https://acme.example/verify/8f3kQz72",
        # no message has so many
        " ".join(f"https://acme.example/verify/8f3kQz7{number}" for number in range(30)),
        "see https://... and https:// and http://[ and http:///verify/8f3kQz72",
    ],
)
def test_where_no_link_stands_out_none_is_chosen(text: str) -> None:
    assert extract_link(text) is None


def test_copies_of_the_link_are_one() -> None:
    assert extract_link(f"{SPEAKING}\n" * 5) == SPEAKING


SAMPLES = st.one_of(
    st.text(),
    st.text(st.characters(categories=["Cs", "Cf", "Po", "Ps", "Pe", "Lo", "Nd"])),
    st.text(st.sampled_from("htps:/. verify8f3k\n#?=&%@[]()点。")),
    st.lists(
        st.sampled_from(["https://", "a.example", "/verify", "?token=", "8f3kQz72", "%zz", "%ff"])
        | st.text(max_size=3)
    ).map("".join),
)


@settings(deadline=None)
@given(SAMPLES)
def test_any_text_has_a_link_or_none(text: str) -> None:
    link = extract_link(text)

    assert link is None or "://" in link


@settings(deadline=None)
@given(
    before=st.sampled_from(
        ["", " ", "(", "[", "<", '"', "“", "«", "「", "（", "点击", "คลิก", "눌러", ": "]
    ),
    after=st.sampled_from(
        ["", " ", ")", "].", ">", '"!', "”", "»…", "」", "），", "查看", "ที่นี่", "를", "؟"]
    ),
    host=st.sampled_from(
        ["acme.example", "a-b.co.uk:8443", "[2001:db8::1]", "例え.jp", "почта.рф"]
    ),
    path=st.sampled_from(["/verify/", "/auth/(x)/", "/a/verify?lang=fi&token=", "/#/login/"]),
    secret=st.text(st.sampled_from("abcXYZ019"), min_size=8, max_size=20).map("a1{}".format),
)
def test_a_link_is_found_whole_whatever_stands_beside_it(
    before: str, after: str, host: str, path: str, secret: str
) -> None:
    link = f"https://{host}{path}{secret}"

    assert extract_link(f"Acme {before}{link}{after} ok") == link


@pytest.mark.parametrize(
    "text",
    [
        "http://" * 1500,
        "a." * 5000,
        "@" * 10000,
        "://" * 3000,
        "(" * 10000,
        "a@a." * 2500,
        "https://a.example/verify?token=" + "(" * 10000,
        "https://a.example/verify?token=" + "%" * 10000,
        "https://a.example/verify?" + "token=" * 1700,
        "https://a.example/" + "aB" * 5000,
        "verify " * 1400 + "https://a.example/",
        "https://a.example/verify?token=a1b2 " + "слово " * 60,
        "https://\x00\ud800%ff%zz",
        "\ud800https://a.example/\udfff verify",
    ],
)
def test_a_hostile_text_has_a_link_or_none(text: str) -> None:
    link = extract_link(text)

    assert link is None or link in text
