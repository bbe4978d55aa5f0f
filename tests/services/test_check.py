"""The check: it says that a whole office is whole, and finds each kind of damage."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from crmdesk.desk import Desk
from crmdesk.rules.errors import Refused
from crmdesk.services import search, store
from tests.bare import bare
from tests.builders import PASSWORD, a_dealer, a_sent_complaint


def test_a_used_office_is_whole(clerk):
    a_dealer(clerk)
    a_sent_complaint(clerk)
    report = clerk.do("check.run")
    assert report.ok, report.lines
    assert [f.name for f in report.findings] == [
        "file",
        "references",
        "journal",
        "records",
        "search",
        "counts",
        "attachments",
    ]


def damage(clerk, *statements):
    with Session(clerk._writes) as session, session.begin():
        for statement in statements:
            session.execute(text(statement))


def found(clerk):
    return {f.name for f in clerk.do("check.run").findings if not f.ok}


def test_a_record_that_was_changed_past_the_program_is_found(clerk):
    a_dealer(clerk)
    damage(clerk, "UPDATE dealer SET name = '改过', revision = revision + 1")
    assert found(clerk) == {"records"}


def test_a_dealer_that_search_does_not_know_is_found(clerk):
    dealer = a_dealer(clerk)
    with Session(clerk._writes) as session, session.begin():
        search.remove(session, [dealer.id])
    assert found(clerk) == {"search"}


def test_a_touched_journal_is_named_by_its_entry(clerk):
    dealer = a_dealer(clerk)
    drop = "DROP TRIGGER journal_no_update" if clerk.database else "ALTER TABLE journal DISABLE TRIGGER USER"
    touched = clerk.do("history.of", "dealer", dealer.id)[0].entry
    damage(clerk, drop, f"UPDATE journal SET changes = '{{}}' WHERE arrival = {touched}")
    report = clerk.do("check.run")
    broken = next(f for f in report.findings if f.name == "journal")
    assert not broken.ok
    with Session(clerk._engine) as session:
        sequence = session.scalar(text(f"SELECT sequence FROM journal WHERE arrival = {touched}"))
    assert f"第 {sequence} 条" in broken.sentence
    assert report.lines[0] == broken.sentence


@pytest.fixture
def a_file(sqlite_path: Path) -> Path:
    desk = Desk.create(sqlite_path, office="华东", code="HD", login="lm", name="李敏", password=PASSWORD)
    a_sent_complaint(desk)
    desk.close()
    return sqlite_path


def findings_of(path: Path):
    desk = Desk.open(path)
    desk.sign_in("lm", PASSWORD)
    report = desk.do("check.run")
    desk.close()
    return {f.name for f in report.findings if not f.ok}


def test_a_reference_into_nowhere_is_found(a_file):
    with bare(a_file) as connection:
        connection.execute("DELETE FROM dealer")
    assert "references" in findings_of(a_file)


def damage_a_page(path: Path) -> None:
    with bare(path) as connection:
        page, size = connection.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'ix_dealer_city'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size + 8)
        file.write(b"\xa5" * 200)


def test_a_damaged_page_is_found(a_file):
    damage_a_page(a_file)
    assert "file" in findings_of(a_file)


def test_a_damaged_file_is_refused_after_an_unclean_end(a_file):
    damage_a_page(a_file)
    program = f"""
import os, sqlite3
connection = sqlite3.connect({str(a_file)!r})
connection.execute("UPDATE office SET code = 'X'")
connection.commit()
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", program], check=False)
    with pytest.raises(Refused) as refused:
        Desk.open(a_file)
    assert refused.value.code == "damaged"
    assert refused.value.do


def test_an_unclean_end_can_be_told_before_opening(sqlite_path):
    program = f"""
import os
from crmdesk.desk import Desk
desk = Desk.create({str(sqlite_path)!r}, office="华东", code="HD", login="lm", name="李敏", password="secret1")
os._exit(9)
"""
    subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert store.was_cut_off(sqlite_path)
    assert findings_of(sqlite_path) == set()
    assert not store.was_cut_off(sqlite_path)
