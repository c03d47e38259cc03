"""Texts of ten thousand letters or bytes that nobody sends, made to keep a reader busy."""

from __future__ import annotations

from random import Random

__all__ = ["LENGTH", "hostile"]

LENGTH = 10_000
SEED = 2024
SURROGATES = range(0xD800, 0xE000)


def hostile() -> dict[str, str]:
    """By name; the same at every run."""
    texts = {_name(part): _filled(part) for part in REPEATED}
    texts["marks in turns"] = "a" + "\u0301\u0327" * (LENGTH // 2)
    texts["letters that unfold"] = "\ufdfa" * (LENGTH // 3)
    texts["numbers, none alike"] = " ".join(str(number) for number in range(1000, 3000))
    texts["brackets in brackets"] = "http://a/" + "(" * (LENGTH // 2) + ")" * (LENGTH // 2)
    texts["one mention, then noise"] = "code" + " x" * (LENGTH // 2) + " 482910"
    texts["any characters"] = _random(0x110000)
    texts["any ASCII"] = _random(0x80)
    return texts


REPEATED = (
    *("a", "1", "\n", " ", "(", "-", "."),
    *("1234 ", "1 ", "1234\n", "12-", "1234-5678 ", "$1234 ", "1234, 5678 or "),
    *("code ", "code 1234 ", "code: ", "code is ", "is your ", "1234 is your code. "),
    *("http://", "http://a.b/1234 ", "https://a/verify?token=1234 ", "a.", "a-", "a@b.", "www."),
    *("--a", "a--", "-a", "x*", "@a #", "@a #1\n", "a1", "a1 ", "A-1", "<#> "),
    *("รหัส", "รหัส 1234 ", "验证码", "验证码1234", "確認コード ", "인증번호 "),
    *("رمز ", "رمز ۱۲۳۴ ", "קוד ", "код ", "mã xác thực ", "कोड ", "a\u200b", "\u202e1234 "),
)


def _name(part: str) -> str:
    return f"{ascii(part) if not part.isprintable() else repr(part)} again and again"


def _filled(part: str) -> str:
    return part * -(-LENGTH // len(part))


def _random(limit: int) -> str:
    random = Random(SEED)
    points = (random.randrange(limit) for _ in range(LENGTH))
    return "".join(chr(point) for point in points if point not in SURROGATES)
