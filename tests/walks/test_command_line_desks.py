"""Two desks that exchange files, by the command line alone."""

import json

import pytest
from click.testing import CliRunner

from crmdesk.cli import main
from tests.builders import a_dealer
from tests.founding import office_file
from tests.services.desks import open_as


@pytest.fixture
def said(tmp_path, monkeypatch):
    """Types a command for a database and reads the answer for machines."""
    monkeypatch.setenv("CRMDESK_PASSWORD", "secret1")
    monkeypatch.chdir(tmp_path)

    def type_in(database, *words, code=0):
        words = ["--json", "--database", database, "--as", "office_mgr", *words]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == code, done.output
        return json.loads(done.output.splitlines()[-1])

    return type_in


def test_a_laptop_is_prepared_and_packets_go_to_and_fro(said, tmp_path):
    import shutil

    shutil.copy(office_file()[0], tmp_path / "office.db")
    said("office.db", "prepare-copy", "laptop.db", "--name", "笔记本")
    desk = open_as(tmp_path / "office.db", "office_clerk")
    dealer = a_dealer(desk)
    desk.close()
    assert said("office.db", "packet", "笔记本", "1.crmpkt")["entries"] == 1
    assert said("laptop.db", "apply", "1.crmpkt", "--look")["applied"] is False
    assert said("laptop.db", "apply", "1.crmpkt")["records"] == 1
    for database, city in (("office.db", "苏州"), ("laptop.db", "无锡")):
        desk = open_as(tmp_path / database, "office_mgr")
        desk.do("dealer.change", dealer.id, 1, {"city": city})
        desk.close()
    head = next(d for d in said("laptop.db", "desks")["desks"] if not d["here"])
    said("laptop.db", "packet", head["id"], "2.crmpkt")
    assert said("office.db", "apply", "2.crmpkt", code=4)["conflicts"] == 1


def test_a_card_is_taken_only_with_its_fingerprint(said, tmp_path):
    import shutil

    shutil.copy(office_file()[0], tmp_path / "office.db")
    for name in ("a", "b"):
        said("office.db", "prepare-copy", f"{name}.db", "--name", name)
    card = said("b.db", "card", "b.crmcard")
    assert said("a.db", "acquaint", "b.crmcard", code=4)["acquainted"] is False
    assert said("a.db", "acquaint", "b.crmcard", "--fingerprint", card["fingerprint"])["acquainted"] is True
