"""The register of charities is read from its public extract: what is kept, what is refused, and what it costs."""

import json
import shutil
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from grantflow.charities.jobs import read_register
from grantflow.charities.models import RegisteredCharity, RegisterReading
from grantflow.charities.queries import find_charity, find_register_date
from grantflow.db import db
from grantflow.errors import Refused
from tests.command_line import grantflow
from tests.conftest import NOON

EXTRACT = Path(__file__).parent / "extract"
CHARITIES = "publicextract.charity.json"
RETURNS = "publicextract.charity_annual_return_history.json"
TRUSTEES = "publicextract.charity_trustee.txt"
FINANCES = "publicextract.charity_annual_return_partb.json"


def test_the_command_says_what_was_read_and_what_was_refused(app: Flask) -> None:
    answer = grantflow(app, "import-register", str(EXTRACT))

    assert answer.exit_code == 0
    assert "The register as the Charity Commission had it on 20 November 2026." in answer.output
    assert "30 charities read: 30 added, 0 changed, 0 gone. 2 rows refused." in answer.output
    assert f"{CHARITIES}, row 10: charity_name is missing." in answer.stderr
    assert f"{CHARITIES}, row 21: latest_acc_fin_period_end_date should be a date and is “31/03/2026”." in (
        answer.stderr
    )
    assert find_register_date() == date(2026, 11, 20)


def test_each_fact_is_kept_as_the_register_has_it(app: Flask) -> None:
    read_register([EXTRACT], NOON)

    bread, late, removed, insolvent, administered, new = (
        find_charity(f"995000{number}") for number in range(1, 7)
    )
    assert bread is not None
    assert (bread.name, bread.status, bread.company_number) == (
        "Aldermoor Bread Oven",
        "registered",
        "01234567",
    )
    assert (bread.income_pence, bread.year_ends_on) == (4_215_000, date(2026, 3, 31))
    assert (bread.accounts_received_on, bread.accounts_overdue) == (date(2026, 9, 11), False)
    assert (bread.trustees, bread.website) == (3, "www.aldermoor.example")
    assert late is not None
    assert (late.accounts_received_on, late.accounts_overdue) == (None, True)
    assert removed is not None
    assert (removed.is_registered, removed.removed_on) == (False, date(2024, 6, 30))
    assert insolvent is not None
    assert insolvent.insolvent
    assert administered is not None
    assert administered.in_administration
    assert new is not None
    assert (new.income_pence, new.year_ends_on) == (None, None)


def test_what_the_checks_rest_on_is_kept_with_its_year(app: Flask) -> None:
    read_register([EXTRACT], NOON)

    bread, qualified, dissolving = (find_charity(number) for number in ("9950001", "9950009", "9950010"))
    assert bread is not None
    assert (bread.accounts_year_ends_on, bread.accounts_qualified, bread.dissolving) == (
        date(2026, 3, 31),
        False,
        False,
    )
    assert qualified is not None
    assert qualified.accounts_qualified
    assert dissolving is not None
    assert dissolving.dissolving
    late = find_charity("9950002")
    assert late is not None
    assert (late.accounts_year_ends_on, late.accounts_received_on) == (date(2026, 3, 31), None)


def test_reserves_are_kept_only_for_the_year_whose_income_is_told(app: Flask) -> None:
    read_register([EXTRACT], NOON)

    told, earlier, below_nothing = (find_charity(number) for number in ("9950027", "9950026", "9950025"))
    assert told is not None
    assert (told.reserves_pence, told.spending_pence) == (5_200_000, 31_200_000)
    assert earlier is not None
    assert (earlier.reserves_pence, earlier.spending_pence) == (None, None)
    assert below_nothing is not None
    assert below_nothing.reserves_pence == -420_000


def test_what_belongs_to_a_reading_is_done_with_it_or_not_at_all(app: Flask, tmp_path: Path) -> None:
    seen: list[date] = []
    read_register([EXTRACT], NOON, and_then=lambda reading: seen.append(reading.made_on))
    assert seen == [date(2026, 11, 20)]

    def fail(_reading: RegisterReading) -> None:
        raise RuntimeError("no queue")

    with pytest.raises(RuntimeError):
        read_register([EXTRACT], NOON, and_then=fail)
    assert len(db.session.scalars(select(RegisterReading)).all()) == 1


def test_a_linked_charity_is_left_out_and_no_trustee_is_named(app: Flask) -> None:
    read_register([EXTRACT], NOON)

    kept = [str(row) for row in db.session.execute(select(*RegisteredCharity.__table__.columns))]
    assert len(kept) == 30
    assert not any("Hardship Fund" in row or "Invented Trustee" in row for row in kept)


def test_reading_it_again_changes_nothing(app: Flask) -> None:
    read_register([EXTRACT], NOON)
    again = read_register([EXTRACT], NOON).tally

    assert (again.read, again.added, again.changed, again.gone) == (30, 0, 0, 0)
    assert len(db.session.scalars(select(RegisterReading)).all()) == 2


def test_what_is_new_different_and_gone_is_taken_over(app: Flask, tmp_path: Path) -> None:
    read_register([EXTRACT], NOON)
    folder = shutil.copytree(EXTRACT, tmp_path / "later")
    rows = json.loads((folder / CHARITIES).read_text(encoding="utf-8-sig"))
    rows = [row for row in rows if row["registered_charity_number"] != 9950030]
    rows[0]["charity_name"] = "Aldermoor Bakery"
    rows.append(rows[0] | {"registered_charity_number": 9950040, "charity_name": "Newly Begun"})
    (folder / CHARITIES).write_text(json.dumps(rows), encoding="utf-8")

    tally = read_register([folder], NOON).tally

    assert (tally.added, tally.changed, tally.gone) == (1, 1, 1)
    db.session.expire_all()
    bakery = find_charity("9950001")
    assert bakery is not None
    assert bakery.name == "Aldermoor Bakery"
    assert find_charity("9950030") is None


def test_zips_and_tabs_say_the_same_as_json_in_a_folder(app: Flask, tmp_path: Path) -> None:
    rows = json.loads((EXTRACT / CHARITIES).read_text(encoding="utf-8-sig"))
    lines = ["\t".join(rows[0])] + [
        "\t".join("" if cell is None else str(cell) for cell in row.values()) for row in rows
    ]
    zips = [tmp_path / "publicextract.charity.zip", tmp_path / "the-rest.zip"]
    with zipfile.ZipFile(zips[0], "w") as package:
        package.writestr("publicextract.charity.txt", "\ufeff" + "\r\n".join(lines))
    with zipfile.ZipFile(zips[1], "w") as package:
        package.write(EXTRACT / RETURNS, RETURNS)
        package.write(EXTRACT / TRUSTEES, TRUSTEES)
        package.write(EXTRACT / FINANCES, FINANCES)
    read_register([EXTRACT], NOON)

    again = read_register(zips, NOON)

    assert (again.tally.read, again.tally.added, again.tally.changed) == (30, 0, 0)
    assert [each.at for each in again.refused] == ["line 11", "line 22"]


def test_trustees_are_not_counted_where_their_list_is_left_out(app: Flask) -> None:
    read_register([EXTRACT / CHARITIES], NOON)

    bread = find_charity("9950001")
    assert bread is not None
    assert (bread.trustees, bread.accounts_received_on, bread.accounts_qualified) == (None, None, None)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ("[]", "register-empty"),
        ("", "register-file-breaks-off"),
        ('[{"charity_name": "Half a', "register-file-breaks-off"),
        ("<html>Service unavailable</html>", "register-file-breaks-off"),
    ],
)
def test_a_download_that_failed_forgets_nobody(app: Flask, tmp_path: Path, body: str, refusal: str) -> None:
    read_register([EXTRACT], NOON)
    (tmp_path / CHARITIES).write_text(body, encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_register([tmp_path], NOON)

    assert refused.value.keys == [refusal]
    db.session.rollback()
    assert len(db.session.scalars(select(RegisteredCharity.number)).all()) == 30


def test_a_folder_without_the_register_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_register([tmp_path], NOON)

    assert refused.value.keys == ["register-file-missing"]


def test_a_charity_that_comes_twice_is_taken_once(app: Flask, tmp_path: Path) -> None:
    rows = json.loads((EXTRACT / CHARITIES).read_text(encoding="utf-8-sig"))
    (tmp_path / CHARITIES).write_text(json.dumps([rows[0], rows[0]]), encoding="utf-8")

    reading = read_register([tmp_path], NOON)

    assert reading.tally.added == 1
    assert [each.reason.key for each in reading.refused] == ["register-number-twice"]


def test_memory_does_not_grow_with_the_register(app: Flask, tmp_path: Path) -> None:
    """Forty times as many charities are read in the memory of one batch, not forty times as much."""
    row = json.loads((EXTRACT / CHARITIES).read_text(encoding="utf-8-sig"))[0]
    with (tmp_path / CHARITIES).open("w", encoding="utf-8") as file:
        file.write("[")
        for number in range(20_000):
            each = row | {"registered_charity_number": 9_000_001 + number, "charity_activities": "x" * 500}
            file.write((",\n" if number else "") + json.dumps(each))
        file.write("]")
    size = (tmp_path / CHARITIES).stat().st_size

    tracemalloc.start()
    tally = read_register([tmp_path], NOON).tally
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert tally.added == 20_000
    assert peak < size / 2
