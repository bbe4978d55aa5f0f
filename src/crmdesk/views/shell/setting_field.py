"""The field that a setting is typed in, by its kind."""

import base64
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from crmdesk.rules.settings import Setting, SettingKind
from crmdesk.views.widgets.fields import (
    AmountField,
    ChoiceField,
    CodeField,
    Field,
    IntegerField,
    LongTextField,
    TextField,
    YesNoField,
)
from crmdesk.words import _

LARGEST_PICTURE = 512 * 1024


def field_of(setting: Setting, parent: QWidget) -> Field:
    """A field for the kind of the setting, named ``setting.<key>``."""
    name, label = f"setting.{setting.key}", _("值")
    if setting.kind is SettingKind.CHOICE:
        return ChoiceField(name, label, setting.choices, parent, empty=False)
    kinds: dict[SettingKind, type[Field]] = {
        SettingKind.LONG_TEXT: LongTextField, SettingKind.INTEGER: IntegerField,
        SettingKind.MONEY: AmountField, SettingKind.PICTURE: PictureField, SettingKind.TIME: CodeField,
    }  # fmt: skip
    if setting.kind is SettingKind.YES_NO:
        return YesNoField(name, _("是"), parent, alone=True)
    made = kinds.get(setting.kind, TextField)(name, label, parent)
    made.editor.setAccessibleName(setting.title)
    return made


class PictureField(Field):
    """A picture, PNG or JPEG, kept as base64 text."""

    def _make_editor(self) -> QWidget:
        self._text = ""
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self._shown = QLabel(_("(没有图片)"), holder)
        self._shown.setMinimumHeight(36)
        pick, drop = QPushButton(_("选择图片…"), holder), QPushButton(_("去掉"), holder)
        pick.setObjectName("setting.picture.pick")
        drop.setObjectName("setting.picture.drop")
        pick.clicked.connect(self._pick)
        drop.clicked.connect(self._drop)
        for part in (self._shown, pick, drop):
            row.addWidget(part)
        row.addStretch(1)
        holder.setFocusProxy(pick)
        return holder

    def value(self) -> Any:
        return self._text

    def words_of(self, value: Any) -> str:
        return _("有图片") if value else _("没有图片")

    def _show(self, value: Any) -> None:
        self._text = value or ""
        picture = QPixmap()
        if self._text and picture.loadFromData(QByteArray.fromBase64(QByteArray(self._text.encode()))):
            self._shown.setPixmap(picture.scaledToHeight(36, Qt.TransformationMode.SmoothTransformation))
        else:
            self._shown.setText(_("(没有图片)"))

    def _pick(self) -> None:
        self._dialog = QFileDialog(self, _("选择图片"))
        self._dialog.setNameFilters([_("图片 (*.png *.jpg *.jpeg)")])
        self._dialog.fileSelected.connect(self.take_file)
        self._dialog.open()

    def take_file(self, path: str) -> None:
        """Take a picture file; what is none, or too large, is refused at the field."""
        content = Path(path).read_bytes()
        if len(content) > LARGEST_PICTURE or not QPixmap().loadFromData(QByteArray(content)):
            self.set_problem(_("请选择不大于 512 KB 的 PNG 或 JPEG 图片。"))
            return
        self.set_value(base64.b64encode(content).decode())

    def _drop(self) -> None:
        self.set_value("")
