"""Texts with a name or an amount left out, for somebody who is to judge them without knowing it."""

import re
from collections.abc import Mapping

from grantflow.core.money import PENCE_IN_A_POUND

_FIGURE = re.compile(
    r"(?P<sign>£\s?)?(?<![\d.,])(?P<figure>\d+(?:,\d{3})*(?:\.\d+)?)(?!\d)"
    r"(?:\s?(?P<unit>k|thousand|m|million)\b)?(?P<pounds>\s?pounds\b)?",
    re.IGNORECASE,
)
LARGE = 1_000  # pounds
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}


def without_amount(text: str, pence: int, instead: str) -> str:
    """However somebody wrote it: £4,500, 4500, £4.5k or 4.5 thousand pounds. Every other figure stays."""

    def left_out(match: re.Match[str]) -> str:
        found = match.groupdict()
        pounds = float(found["figure"].replace(",", "")) * _TIMES.get((found["unit"] or "").lower(), 1)
        # A small number that says nothing of money is as likely to count people.
        is_money = found["sign"] or found["unit"] or found["pounds"] or pounds >= LARGE
        return instead if is_money and round(pounds * PENCE_IN_A_POUND) == pence else match.group()

    return _FIGURE.sub(left_out, text) if pence else text


def without_names(text: str, names: Mapping[str, str]) -> str:
    """:param names: what stands in the place of each; the longest goes first, so that none is cut in two"""
    wanted = sorted((name for name in names if name.strip()), key=lambda name: -len(name))
    if not wanted:
        return text
    instead = {" ".join(name.lower().split()): names[name] for name in wanted}
    patterns = (r"\s+".join(map(re.escape, name.split())) for name in wanted)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda match: instead[" ".join(match.group().lower().split())], text)
