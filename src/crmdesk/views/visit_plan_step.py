"""What a step of a plan still asks for: a reason, the summary of the month, a mark, or the signed paper with its scan."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from crmdesk.rules.visit_plan import VisitPlan
from crmdesk.rules.visit_values import wrong_mark
from crmdesk.views.step_dialog import StepDialog
from crmdesk.views.widgets.fields import CodeField, Field, LongTextField, TextField
from crmdesk.views.widgets.save_dialog import last_folder, remember_folder
from crmdesk.words import _


class PlanStepDialog(StepDialog):
    """Enter in a line answers."""

    def __init__(self, way: Any, plan: VisitPlan, parent: QWidget) -> None:
        super().__init__("visit_plan", way, plan.title, parent)
        self.setMinimumWidth(460)
        self._ask_for(way, plan)
        self.finish()

    def _ask_for(self, way: Any, plan: VisitPlan) -> None:
        if way.name == "approve_on_paper":
            self.add_words(_("办事处经理已在打印的计划上签字。登记后,经理下次登录时确认。"))
            self.add(TextField("visit_plan.step.signer", _("签字人"), self, required=True))
            self.add_day("signed_on", _("签字日期"))
            self._add_scan()
            return
        if way.name == "sum_up":
            summary = LongTextField("visit_plan.step.summary", _("本月总结"), self, lines=6, required=True)
            summary.set_saved(plan.summary)
            self.add(summary)
        if way.name == "check":
            self.add(CodeField("visit_plan.step.mark", _("评分"), self, help=_("0 到 100,可以不填")))
            self.add(LongTextField("visit_plan.step.check_remark", _("检查意见"), self, lines=3))
        if way.by_proxy:
            self.add_proxy()
        if way.needs_comment:
            self.add(TextField("visit_plan.step.comment", _("原因"), self, required=True))

    def _add_scan(self) -> None:
        field = TextField("visit_plan.step.scan", _("签字页的扫描件或照片"), self, required=True)
        self.add(field)
        choose = QPushButton(_("选择文件…(&F)"), self)
        choose.setObjectName("visit_plan.step.choose")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        self.box.addLayout(row)

    def _choose(self) -> None:
        kinds = _("扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp)")
        dialog = QFileDialog(self, _("选择扫描件"), last_folder(), kinds)
        dialog.setObjectName("open_file")
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, path: str) -> None:
        remember_folder(Path(path))
        self.fields["scan"].set_value(path)

    def wrong(self, field: Field) -> str:
        if field.key == "mark":
            mark = str(field.value() or "")
            wrong = wrong_mark(int(mark) if mark.isdecimal() else mark or None)
            return wrong[0].sentence if wrong else ""
        missing = _("请填写{label}。").format(label=field.label) if field.required and field.is_empty() else ""
        return super().wrong(field) or missing
