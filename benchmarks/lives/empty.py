"""Nothing at all: what pytest itself takes for a test."""


def test_life() -> None:
    pass
