"""What rows we hold say of a check: a pass, a question for a person, or nothing. Never a fail: people fail things.

Plain values in, findings out. Each says in words what it rests on, and no more than the rows do.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from grantflow.charities.models import RegisteredCharity
from grantflow.core.calendar import add_months
from grantflow.core.display import counted, day, listed, money

PASS, QUERY = "pass", "query"
# The checks that our own rows answer, and not the register's.
OUR_OWN = frozenset({"DUP"})
# Accounts are due ten months after the year's end: Charities Act 2011, section 164.
MONTHS_TO_SEND_ACCOUNTS = 10
# Below this yearly income a charity need not send them: the same, section 163 as amended.
SENDS_NO_ACCOUNTS_PENCE = 2_500_000
# Trustees that a charity should have, and one with less than £10,000 a year.
TRUSTEES, TRUSTEES_OF_A_VERY_SMALL_ONE, VERY_SMALL_PENCE = 3, 2, 1_000_000
# From this share of a year's income on, the grant is worth a talk.
DEPENDS_PERCENT = 50
MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True)
class Asked:
    """What is known of an application and who makes it.

    :param unrelated: whether they told us that most of those in charge are unrelated; None: they told us nothing
    :param others: the references of what else the organisation has open or funded here
    """

    name: str
    amount_pence: int | None
    most_income_pence: int
    unrelated: bool | None = None
    others: Sequence[str] = ()


@dataclass(frozen=True)
class Finding:
    """What the rows say of one check. `fact` has no stop, because the register's date may follow; `note` has one."""

    result: str
    fact: str
    note: str = ""
    of_register: bool = True

    def evidence(self, made_on: date | None) -> str:
        """In words. :param made_on: the day of the register's extract"""
        when = f", as the register had it on {day(made_on)}" if self.of_register and made_on else ""
        return f"{self.fact}{when}. {self.note}".strip()


def find_in_rows(code: str, charity: RegisteredCharity | None, asked: Asked, made_on: date) -> Finding | None:
    """None: the rows do not tell, and a person has to look.

    :param made_on: the day of the register's extract, against which dates are held
    """
    if code in OUR_OWN:
        return _paid_for_twice(asked)
    if charity is None or code not in _SAYS:
        return None
    return _SAYS[code](charity, asked, made_on)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one name, but for signs, accents, capitals, "the" and "Limited"."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    bare = "".join(each for each in bare if not unicodedata.combining(each))
    words = re.findall(r"\w+", re.sub(r"['’`]", "", bare))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in {"ltd", "limited", "cio"} else words)


def _registration(charity: RegisteredCharity, asked: Asked, _made_on: date) -> Finding:
    if not charity.is_registered:
        removed = f" on {day(charity.removed_on)}" if charity.removed_on else ""
        return Finding(QUERY, f"{charity.name} ({charity.number}) was removed from the register{removed}")
    if not same_name(charity.name, asked.name):
        return Finding(QUERY, f"Charity {charity.number} is “{charity.name}”", f"Here it is “{asked.name}”.")
    since = f" since {day(charity.registered_on)}" if charity.registered_on else ""
    return Finding(PASS, f"{charity.name} ({charity.number}) is registered{since}")


def _accounts(charity: RegisteredCharity, _asked: Asked, made_on: date) -> Finding | None:
    if charity.accounts_overdue:
        return Finding(QUERY, "Accounts or the annual return are late")
    received, ended = charity.accounts_received_on, charity.accounts_year_ends_on
    if ended is None:
        return None
    due = add_months(ended, MONTHS_TO_SEND_ACCOUNTS)
    year = f"Accounts for the year to {day(ended)}"
    if received is not None:
        late = "" if received <= due else f"They were due by {day(due)}."
        return Finding(QUERY if late else PASS, f"{year} arrived on {day(received)}", late)
    if made_on <= due:
        return Finding(PASS, f"Nothing is late: {year[0].lower()}{year[1:]} are due by {day(due)}")
    if charity.income_pence is not None and charity.income_pence <= SENDS_NO_ACCOUNTS_PENCE:
        return Finding(
            PASS,
            f"Nothing is late, and with an income of {money(charity.income_pence)} accounts need not be sent",
        )
    return None


def _warnings(charity: RegisteredCharity, _asked: Asked, _made_on: date) -> Finding | None:
    warnings = {
        "its accounts are qualified": charity.accounts_qualified,
        "it is insolvent": charity.insolvent,
        "it is in administration": charity.in_administration,
        "it is to be dissolved": charity.dissolving,
    }
    if found := [words for words, holds in warnings.items() if holds]:
        return Finding(QUERY, f"The register warns that {listed(found)}")
    if charity.accounts_qualified is None:
        return None
    fact = "Accounts not qualified; not insolvent, not in administration and not to be dissolved"
    return Finding(PASS, fact, "Inquiry reports are not among what we hold.")


def _income(charity: RegisteredCharity, asked: Asked, _made_on: date) -> Finding | None:
    if charity.income_pence is None:
        return None
    fits = charity.income_pence <= asked.most_income_pence
    limit = f"This size of grant is for up to {money(asked.most_income_pence)} a year."
    return Finding(PASS if fits else QUERY, _income_of(charity, charity.income_pence), limit)


def _trustees(charity: RegisteredCharity, asked: Asked, _made_on: date) -> Finding | None:
    if charity.trustees is None:
        return None
    very_small = charity.income_pence is not None and charity.income_pence < VERY_SMALL_PENCE
    needed = TRUSTEES_OF_A_VERY_SMALL_ONE if very_small else TRUSTEES
    enough = charity.trustees >= needed and asked.unrelated is not False
    told = {
        True: "They told us that most of them are not related.",
        False: "They told us that most of them are related.",
        None: "Whether they are related is not on it.",
    }
    return Finding(
        PASS if enough else QUERY,
        f"{counted(charity.trustees, 'trustee')} on the register",
        told[asked.unrelated],
    )


def _share(charity: RegisteredCharity, asked: Asked, _made_on: date) -> Finding | None:
    if not charity.income_pence or asked.amount_pence is None:
        return None
    share = 100 * asked.amount_pence / charity.income_pence
    fact = f"The grant is {share:.0f}% of a year’s income. {_income_of(charity, charity.income_pence)}"
    if share <= DEPENDS_PERCENT:
        return Finding(PASS, fact)
    return Finding(QUERY, fact, "Over half means a talk, never a refusal.")


def _reserves(charity: RegisteredCharity, _asked: Asked, _made_on: date) -> Finding | None:
    reserves, spending = charity.reserves_pence, charity.spending_pence
    if reserves is None or not spending or spending < 0:
        return None
    months = MONTHS_IN_A_YEAR * reserves / spending
    fact = f"Reserves were {money(reserves)}{_year(charity.year_ends_on)}"
    fine = 0 <= months <= MONTHS_IN_A_YEAR
    return Finding(PASS if fine else QUERY, f"{fact}, and spending {money(spending)}")


def _paid_for_twice(asked: Asked) -> Finding:
    note = "Other funders were not looked at."
    if not asked.others:
        return Finding(PASS, "Nothing else of theirs is open or funded here", note, of_register=False)
    fact = f"Also open or funded here: {listed(asked.others)}"
    return Finding(QUERY, fact, note, of_register=False)


def _income_of(charity: RegisteredCharity, income_pence: int) -> str:
    return f"Income was {money(income_pence)}{_year(charity.year_ends_on)}"


def _year(ended: date | None) -> str:
    return f" in the year to {day(ended)}" if ended else ""


_SAYS: Mapping[str, Callable[[RegisteredCharity, Asked, date], Finding | None]] = {
    "REG": _registration,
    "ACC": _accounts,
    "QUAL": _warnings,
    "BAND": _income,
    "TRU": _trustees,
    "DEP": _share,
    "RES": _reserves,
}
