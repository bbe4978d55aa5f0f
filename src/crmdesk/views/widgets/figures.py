"""A row of figures: word above, number below."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crmdesk.views import theme


class Figures(QFrame):
    """``show_figures(((word, number), …))``; none at all hides the row."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.setObjectName(name)
        theme.look(self, "card")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        self._row.setSpacing(theme.XL * 2)
        self._row.addStretch(1)
        self.hide()

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Show these instead of what stood there."""
        while self._row.count() > 1:
            old = self._row.takeAt(0).widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for at, (word, number) in enumerate(figures):
            self._row.insertWidget(at, self._figure(at, word, number))
        self.setVisible(bool(figures))
        self.setAccessibleName(" ".join(f"{word} {number}" for word, number in figures))

    def _figure(self, at: int, word: str, number: str) -> QWidget:
        holder = QWidget(self)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head, figure = QLabel(word, holder), QLabel(number, holder)
        theme.look(head, "label")
        theme.look(figure, "figure")
        figure.setObjectName(f"{self._name}.{at}")
        box.addWidget(head)
        box.addWidget(figure)
        return holder
