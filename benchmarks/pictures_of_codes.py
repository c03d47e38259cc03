"""How codes are read, as tables, and the bars they are to reach."""

from __future__ import annotations

from collections.abc import Sequence

from rich.bar import Bar
from rich.table import Table
from rich.text import Text

from benchmarks.codes import Endured, Read, Score
from benchmarks.hostile import LENGTH
from benchmarks.pictures import WIDTH, Verdict

__all__ = ["of_codes", "of_hostile", "of_languages", "verdicts_of_codes", "verdicts_of_hostile"]

FOUND, INVENTED, FOUND_IN_A_LANGUAGE = 0.96, 0.04, 0.9
"""What part of the codes is to be found, and of the messages without one may be answered."""

MANY = 10
"""Codes from which a language is judged by itself."""

MESSAGE_LIMIT, SLOWEST_LIMIT, HOSTILE_LIMIT = 0.000_1, 0.001, 0.01
"""Seconds that a message may take on average, the slowest one, and a hostile text."""

SHOWN_HOSTILE, SHOWN_SLOW = 10, 5
"""Hostile texts and messages that are named, though they miss nothing."""


def of_codes(reads: Sequence[Read]) -> Table:
    ours, every = reads[0], reads[0].score
    table = _table(
        f"Codes in {every.codes + every.without} messages, {every.without} of them without one",
        ("", "right", "", "invented", "a message", "ratio", "slowest"),
    )
    for read in reads:
        score = read.score
        table.add_row(
            _name(read, ours),
            f"{score.right / score.codes:.1%}",
            Bar(score.codes, 0, score.right, width=WIDTH, color=_color(read, ours)),
            f"{score.invented / score.without:.1%}",
            _microseconds(read.mean),
            f"{read.mean / ours.mean:.2f} x",
            _microseconds(max(read.each.values())),
        )
    table.caption = (
        "right: of the codes there are; invented: of the messages without one\n"
        "the messages are those of our own tests, by which it was written: others are harder\n"
        f"the slowest of ours: {_slowest(ours)}"
    )
    return table


def _slowest(read: Read) -> str:
    slow = sorted(read.each.items(), key=lambda one: -one[1])[:SHOWN_SLOW]
    return ", ".join(f"{message.id} {_microseconds(seconds)}" for message, seconds in slow)


def of_languages(reads: Sequence[Read]) -> Table:
    table = _table(
        "Right of the codes + invented, by language", ("", *(read.title for read in reads))
    )
    for language in reads[0].by_language:
        table.add_row(language, *(_counted(read.by_language[language]) for read in reads))
    return table


def of_hostile(endured: Sequence[Endured]) -> Table:
    """All that miss the bar, and at least the slowest."""
    missed = sum(not _endurable(one) for one in endured)
    table = _table(f"Hostile texts of {LENGTH:,} letters", ("", "code", "", "link"))
    longest = max(one.code for one in endured)
    for one in endured[: max(missed, SHOWN_HOSTILE)]:
        color = "green" if _endurable(one) else "red"
        table.add_row(
            Text(one.name, color),
            _milliseconds(one.code),
            Bar(longest, 0, one.code, width=WIDTH, color=color),
            _milliseconds(one.link),
        )
    table.caption = f"the slowest of {len(endured)}; {missed} take too long"
    return table


def verdicts_of_codes(reads: Sequence[Read]) -> list[Verdict]:
    ours = reads[0]
    found, invented = _share(ours.score)
    least, language = min(
        (_share(score)[0], language)
        for language, score in ours.by_language.items()
        if score.codes >= MANY
    )
    slowest = max(ours.each.values())
    return [
        Verdict(f"at least {FOUND:.0%} of the codes are right", f"{found:.1%}", found >= FOUND),
        Verdict(
            f"at most {INVENTED:.0%} of the messages without one are answered",
            f"{invented:.1%}",
            invented <= INVENTED,
        ),
        Verdict(
            f"in no language are fewer than {FOUND_IN_A_LANGUAGE:.0%} right",
            f"{least:.1%} in {language}",
            least >= FOUND_IN_A_LANGUAGE,
        ),
        Verdict(
            f"a message takes at most {_microseconds(MESSAGE_LIMIT)} on average",
            _microseconds(ours.mean),
            ours.mean <= MESSAGE_LIMIT,
        ),
        Verdict(
            f"the slowest message takes at most {_microseconds(SLOWEST_LIMIT)}",
            _microseconds(slowest),
            slowest <= SLOWEST_LIMIT,
        ),
    ]


def verdicts_of_hostile(endured: Sequence[Endured]) -> list[Verdict]:
    worst = endured[0]
    return [
        Verdict(
            f"no hostile text takes more than {_milliseconds(HOSTILE_LIMIT)}",
            f"{_milliseconds(max(worst.code, worst.link))} ({worst.name})",
            _endurable(worst),
        )
    ]


def _table(title: str, columns: Sequence[str]) -> Table:
    """Names and bars to the left, numbers to the right."""
    table = Table(title=title, title_justify="left", caption_justify="left", box=None)
    for column in columns:
        table.add_column(column, justify="right" if column else "left", no_wrap=True)
    return table


def _name(read: Read, ours: Read) -> Text:
    return Text(read.title, "bold green" if read is ours else "")


def _color(read: Read, ours: Read) -> str:
    return "green" if read is ours else "blue"


def _share(score: Score) -> tuple[float, float]:
    return score.right / score.codes, score.invented / score.without if score.without else 0.0


def _counted(score: Score) -> str:
    return f"{score.right}/{score.codes} +{score.invented}/{score.without}"


def _endurable(one: Endured) -> bool:
    return max(one.code, one.link) <= HOSTILE_LIMIT


def _microseconds(seconds: float) -> str:
    return f"{seconds * 1_000_000:,.0f} µs"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"
