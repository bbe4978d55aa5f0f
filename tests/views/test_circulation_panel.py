"""The tab 传阅: shown to more people, and read by who has it to read."""

import pytest
from PySide6.QtWidgets import QLabel
from tests.builders import a_complaint

from crmdesk.rules.people import Role
from crmdesk.views.counter import Counter
from crmdesk.views.shell.circulation_panel import CirculationPanel


@pytest.fixture
def open_panel(qtbot):
    opened = []

    def open_it(desk) -> CirculationPanel:
        counter = Counter(desk)
        panel = CirculationPanel(counter)
        qtbot.addWidget(panel)
        panel.resize(300, 700)
        panel.show()
        opened.append((panel, counter))
        return panel

    yield open_it
    for panel, counter in opened:
        panel.hide()
        counter.close()


def words_of(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_form_is_shown_to_someone_who_notes_that_he_has_read_it(open_panel, desk, signed_in, qtbot, find):
    form, gm = a_complaint(desk), signed_in(Role.GM)
    panel = open_panel(desk)
    panel.show_record("complaint", form.id)
    qtbot.waitUntil(lambda: gm.person.id in panel._ticks)
    assert not find(panel, "circulation.send").isEnabled()
    assert desk.person.id not in panel._ticks
    assert signed_in(Role.HR).person.id not in panel._ticks, "who may not see the form"
    panel._ticks[gm.person.id].click()
    find(panel, "circulation.note").setText("请知悉")
    find(panel, "circulation.send").click()
    qtbot.waitUntil(lambda: "还没有阅" in words_of(panel))
    assert not panel._ticks[gm.person.id].isChecked()

    reader = open_panel(gm)
    reader.show_record("complaint", form.id)
    qtbot.waitUntil(lambda: find(reader, "circulation.read").isVisible())
    assert f"{desk.person.name} 传阅给您: 请知悉" in words_of(reader)
    find(reader, "circulation.remark").setText("同意")
    find(reader, "circulation.read").click()
    qtbot.waitUntil(lambda: not find(reader, "circulation.read").isVisible())
    qtbot.waitUntil(lambda: "同意" in words_of(reader))
    assert gm.do("circulation.waiting") == ()


def test_a_form_that_is_not_saved_does_not_go_round(open_panel, desk, qtbot, find):
    panel = open_panel(desk)
    panel.show_record("complaint", None)
    qtbot.waitUntil(lambda: "保存以后才能传阅" in words_of(panel))
    assert not find(panel, "circulation.send").isVisible()
