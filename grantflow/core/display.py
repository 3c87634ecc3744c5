"""How dates, money and lists are written for people."""

import calendar
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HOUR = 60  # minutes
# Shares that people can picture; a smaller one than 1 in ten is said in ones.
FEW = 10
SHARES = (*((1, most) for most in range(1, FEW + 1)), (2, 3), (3, 4), (2, 5), (3, 5), (4, 5), (9, 10))
NOON = 12


def day(value: date) -> str:
    """22 November 2026. A time is taken in London."""
    on = _in_london(value)
    return f"{on.day} {calendar.month_name[on.month]} {on.year}"


def weekday(value: date) -> str:
    """Friday 27 November 2026: for a date by which someone must do something."""
    return f"{calendar.day_name[_in_london(value).weekday()]} {day(value)}"


def clock(value: datetime) -> str:
    """5pm, 11:59pm, midday, in London."""
    at = value.astimezone(LONDON)
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "midday" if at.hour else "midnight"
    past = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{past}{'pm' if at.hour >= NOON else 'am'}"


def month(value: date) -> str:
    """November 2026."""
    on = _in_london(value)
    return f"{calendar.month_name[on.month]} {on.year}"


def money(pence: int) -> str:
    """£24,500, or £24,500.50 where there are pence."""
    pounds, rest = divmod(abs(pence), 100)
    sign = "−" if pence < 0 else ""
    return f"{sign}£{pounds:,}.{rest:02d}" if rest else f"{sign}£{pounds:,}"


def listed(items: Iterable[str], joiner: str = "and") -> str:
    """a, b and c."""
    *most, last = list(items) or [""]
    return f"{', '.join(most)} {joiner} {last}" if most else last


def counted(number: int, one: str, many: str = "") -> str:
    """1 charity, 2 charities: a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def minutes(number: int) -> str:
    """30 minutes, 1 hour, 2½ hours: about how long something takes."""
    if number < HOUR:
        return counted(number, "minute")
    hours, rest = divmod(number, HOUR)
    if rest not in (0, HOUR // 2):
        return f"{counted(hours, 'hour')} and {counted(rest, 'minute')}"
    return f"{hours}½ hours" if rest else counted(hours, "hour")


def time_left(left: timedelta) -> str:
    """3 days, 1 day and 4 hours, 2 hours and 10 minutes, 9 minutes, 40 seconds: how long until a deadline."""
    seconds = max(0, int(left.total_seconds()))
    days, hours = seconds // 86_400, seconds % 86_400 // 3_600
    spare_minutes = seconds % 3_600 // 60
    if days > 1:
        return counted(days, "day")
    parts = [(days, "day"), (hours, "hour"), (0 if days else spare_minutes, "minute")]
    said = [counted(number, one) for number, one in parts if number]
    return listed(said) if said else counted(seconds, "second")


def chance(part: int, whole: int) -> str:
    """About 1 in 3, all of them, none of them: a share of a whole, as people say it aloud."""
    if part in (0, whole):
        return "all of them" if part else "none of them"
    if part * FEW < whole:
        return f"about 1 in {round(whole / part)}"
    least, most = min(SHARES, key=lambda share: (abs(share[0] / share[1] - part / whole), share[1]))
    return "nearly all of them" if least == most else f"about {least} in {most}"


def _in_london(value: date) -> date:
    return value.astimezone(LONDON) if isinstance(value, datetime) else value
