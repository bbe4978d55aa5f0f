"""The history speaks of plans, visits and attachments in people's words."""

import importlib
import pkgutil

import pytest

import crmdesk.services
from crmdesk.models import load_all
from crmdesk.models.base import Record
from crmdesk.rules import flows
from crmdesk.rules.people import Role
from crmdesk.services import verbs
from crmdesk.services.history_words import is_hidden, label_of, title_of
from tests.builders import a_dealer, today
from tests.services.visiting import a_day

#: Writing verbs that leave nothing in the history of a record.
SILENT = ("backup.", "check.", "search.", "draft.", "import_memory.", "packet.make", "desks.renew", "person.set_password",
          "dealer.apart", "dealer_template.", "dealer.export", "import_batch.")  # fmt: skip


def test_every_writing_verb_has_a_title():
    for module in pkgutil.iter_modules(crmdesk.services.__path__):
        importlib.import_module(f"crmdesk.services.{module.name}")
    writing = [v.name for v in verbs._registered.values() if not v.reads and not v.name.startswith(SILENT)]
    assert [name for name in writing if title_of(name) == name] == []


def test_every_step_is_called_what_its_button_says():
    for subject in flows.subjects():
        for transition in flows.versions_of(subject)[-1].transitions:
            assert title_of(f"{subject}.{transition.name}") == transition.title


SUBJECTS = ("visit_plan", "visit_plan_line", "visit_plan_version", "visit_day", "visit", "visit_price", "visit_evidence",
            "visit_stock", "visit_training", "visit_project", "visit_case", "visit_case_note", "safety_stock",
            "attachment", "deputy", "circulation")  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_field_that_is_told_has_a_word(subject):
    (table,) = [m.class_ for m in load_all().registry.mappers
                if issubclass(m.class_, Record) and subject == m.class_.SUBJECT]  # fmt: skip
    columns = set(table.__table__.c.keys()) - set(Record.__annotations__)
    told = [key for key in columns if not is_hidden(subject, key)]
    assert told
    assert [key for key in told if label_of(subject, key) == key] == []


@pytest.fixture
def rep(signed_in):
    return signed_in(Role.REP)


def told(desk, subject, record_id):
    return [(c.title, c.label, c.before, c.after) for c in desk.do("history.of", subject, record_id)]


def test_a_day_tells_of_its_visits_and_of_what_was_checked_there(rep):
    dealer = a_dealer(rep)
    day = a_day(rep, today())
    visit = rep.do("visit.add", day.id, {"dealer_id": dealer.id, "met": "王建国", "checks": {"foreign_goods": "no"}})
    rep.do("visit.change", visit.id, visit.revision, {"met": "李四", "checks": {"foreign_goods": "yes"}})
    lines = told(rep, "visit_day", day.id)
    assert ("修改走访", f"{dealer.name} 面谈人", "王建国", "李四") in lines
    assert ("修改走访", "有无窜货", "否", "是") in lines
    assert ("记走访", "有无窜货", "", "否") in lines
    assert ("记走访", "客户", "", dealer.name) in lines
    assert not [label for _t, label, _b, _a in lines if label.isascii()]


def test_a_struck_visit_is_named(rep):
    dealer = a_dealer(rep)
    day = a_day(rep, today())
    visit = rep.do("visit.add", day.id, {"dealer_id": dealer.id})
    rep.do("visit.strike", visit.id, visit.revision)
    assert told(rep, "visit_day", day.id)[0] == ("划去走访", "走访", dealer.name, "")


def test_a_field_of_a_day_is_put_back(rep):
    day = a_day(rep, today())
    day = rep.do("visit_day.change", day.id, day.revision, {"plan": "看库存"})
    rep.do("visit_day.change", day.id, day.revision, {"plan": "看样品"})
    change = rep.do("history.of", "visit_day", day.id)[0]
    assert (change.field, change.can_put_back) == ("plan", True)
    rep.do("history.put_back", change.entry, "plan")
    assert rep.do("visit_day.get", day.id).plan == "看库存"


def test_attachments_and_deputies_are_said_by_name(rep, signed_in, tmp_path):
    dealer, manager = a_dealer(rep), signed_in(Role.OFFICE_MGR)
    (tmp_path / "合同.pdf").write_bytes(b"%PDF-1.4 x")
    kept = rep.do("attachment.add", "dealer", dealer.id, tmp_path / "合同.pdf")
    rep.do("attachment.strike", kept.id)
    lines = told(rep, "dealer", dealer.id)
    assert ("添加附件", "附件", "", "合同.pdf") in lines
    assert ("删去附件", "附件", "合同.pdf", "") in lines
    deputy = manager.do("deputy.set", manager.person.id, rep.person.id, today(), today())
    assert ("安排代理", "代理人", "", rep.person.name) in told(manager, "deputy", deputy.id)
