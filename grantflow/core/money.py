"""Money is whole pence. Here it is read from what people type, and shared out; `display.money` writes it."""

import re
from collections.abc import Sequence
from itertools import accumulate

PENCE_IN_A_POUND = 100
WHOLE = 100  # per cent
MOST_DIGITS = 11  # of pounds: far above any budget, far below what a database column can hold

# 12500 · 12,500 · £12,500.00 · 12 500 · -£5. A comma parts thousands: "12,50" could mean two things, so it
# is not read at all. Digits are the ASCII ones, because Python would also take those of other scripts.
_POUNDS = re.compile(
    r"(?P<minus>[-−–]?)£?(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<pence>[0-9]{2})?)?"
)


def parse_pounds(typed: str) -> int:
    """Pence, from pounds as a person types them.

    :raises ValueError: when it is not plainly one amount
    """
    found = _POUNDS.fullmatch(re.sub(r"\s", "", typed))
    if found is None:
        raise ValueError("not plainly one amount")
    pounds = found["pounds"].replace(",", "")
    if len(pounds) > MOST_DIGITS:
        raise ValueError("too large")
    pence = int(pounds) * PENCE_IN_A_POUND + int(found["pence"] or 0)
    return -pence if found["minus"] else pence


def as_typed(pence: int) -> str:
    """Pounds for an input box that has its own £ sign: 12,500 or 12,500.50."""
    pounds, rest = divmod(abs(pence), PENCE_IN_A_POUND)
    sign = "-" if pence < 0 else ""
    return f"{sign}{pounds:,}.{rest:02d}" if rest else f"{sign}{pounds:,}"


def share_out(pence: int, percents: Sequence[int]) -> list[int]:
    """Parts of an amount by percent. They always add up to the amount: no penny is lost or made.

    Each part ends where its running percentage does, rounded down, so a part is at most a penny from exact.

    :raises ValueError: when the percents are negative or do not add up to 100
    """
    if min(percents, default=-1) < 0 or sum(percents) != WHOLE:
        raise ValueError("percents must add up to 100")
    ends = [pence * percent // WHOLE for percent in accumulate(percents)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]
