"""Pages, asked for over HTTP from another process: CPU of the server a request, SQL statements, times."""

from collections.abc import Callable, Iterator

from bench.data import a_busy_round, a_full_application, add_applications
from bench.figures import Figure
from bench.house import House, a_house, a_server, ask, cookie_of

LISTS = {"list-1000": 1_000, "list-10000": 10_000, "list-100000": 100_000}


def lists(names: list[str]) -> Iterator[Figure]:
    """The officer's work list as the round fills up: the same house, ever more applications."""
    with a_house() as house:
        busy = a_busy_round(house.app, applications=0)
        organisation = busy.charity.memberships[0].organisation_id
        cookie, there = cookie_of(house.app, busy.officer), 0
        for name, number in LISTS.items():
            last_page = "list-last-page-100000" in names and number == 100_000
            if name not in names and not last_page:
                continue
            add_applications(busy.round, busy.officer, [organisation], number - there)
            there = number
            with a_server(house) as port:
                if name in names:
                    yield ask(name, port, "/officer/", cookie, aim=40)
                if last_page:
                    yield ask("list-last-page-100000", port, "/officer/?last=yes", cookie, aim=40)


def pages(names: list[str]) -> Iterator[Figure]:
    """One case as its officer sees it; one section as its applicant opens and saves it."""
    with a_house() as house:
        busy = a_busy_round(house.app, applications=200)
        answers = {
            "project-title": "A full application",
            "what-you-will-do": "We cook together. " * 60,
            "who-and-where": "People in Kendal. " * 30,
            "how-you-will-know": "We ask. " * 20,
            "amount-requested": 1_800_000,
            "contact-name": "Sam",
            "contact-email": "sam@example.org",
        }
        checking = a_full_application(busy, answers, stage="checking")
        draft = a_full_application(busy, answers, stage="draft")
        with a_server(house) as port:
            officer, charity = cookie_of(house.app, busy.officer), cookie_of(house.app, busy.charity)
            if "case-page" in names:
                yield ask("case-page", port, f"/officer/applications/{checking.id}", officer, aim=40)
            section = f"/applicant/applications/{draft.id}/sections/your-work"
            if "apply-get" in names:
                yield ask("apply-get", port, section, charity, aim=30)
            if "apply-save" in names:
                yield ask("apply-save", port, section, charity, aim=30, form=_a_save(house))


def _a_save(_house: House) -> dict[str, str]:
    return {
        "project-title": "A full application {turn}",
        "what-you-will-do": "We cook together. " * 50 + "{turn}",
        "outcomes": "housing",
        "how-you-will-know": "We ask {turn}.",
    }


ROWS: dict[str, Callable[[list[str]], Iterator[Figure]]] = {
    "list-1000": lists,
    "list-10000": lists,
    "list-100000": lists,
    "list-last-page-100000": lists,
    "case-page": pages,
    "apply-get": pages,
    "apply-save": pages,
}
