"""What opens over every page: the palette, the sheet of keys, the background work. Made when first wanted."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from crmdesk.words import _


class Overlays(QObject):
    """Belongs to one window."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self._jobs: Any = None

    def _here(self) -> tuple[Any, ...]:
        return self._window.here.commands if self._window.here is not None else ()

    # --- palette --------------------------------------------------------------------------------------

    def show_palette(self) -> None:
        """One line that finds pages, commands and records."""
        from crmdesk.views.shell.palette import Palette

        window = self._window
        dialog = Palette(window.counter, self._offers(), window.open_record, window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _offers(self) -> list[Any]:
        from crmdesk.views.shell.help import native
        from crmdesk.views.shell.palette import Offer

        offers = []
        for action in (*self._here(), *self._window.commands):
            icon = action.icon or "command"
            reason = self._why_not(action)
            offers.append(Offer(icon, action.title, native(action.shortcut), action.run, reason, action.also))
        return offers

    def _why_not(self, action: Any) -> str:
        reason = self._window.counter.why_not(action.verb)
        here = self._window.here
        made = here.qactions.get(action.name) if here is not None else None
        return made.toolTip() if made is not None and not made.isEnabled() and not reason else reason

    # --- help -----------------------------------------------------------------------------------------

    def show_help(self) -> None:
        """Every key, drawn from the actions themselves."""
        from crmdesk.views.shell.help import HelpSheet
        from crmdesk.views.shell.keys import DATE_KEYS, FORM_KEYS, TABLE_KEYS

        window = self._window
        groups = (
            (window.here.title if window.here else "", _keys(self._here())),
            (_("到处可用"), _keys(window.commands)),
            (_("列表"), [(key, _(words)) for key, words in TABLE_KEYS]),
            (_("日期栏"), [(key, _(words)) for key, words in DATE_KEYS]),
            (_("表单"), [(key, _(words)) for key, words in FORM_KEYS]),
        )
        sheet = HelpSheet(groups, window)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    # --- background work ------------------------------------------------------------------------------

    def jobs(self) -> Any:
        """The list of background work."""
        if self._jobs is None:
            from crmdesk.views.shell.jobs import Jobs

            window = self._window
            self._jobs = Jobs(window.counter, window.centralWidget())
            self._jobs.said.connect(window.say)
            self._jobs.failed.connect(window.show_error)
            self._jobs.status.connect(window.status.set_work)
        return self._jobs

    def begin_job(self, job: Callable[[Any], object]) -> None:
        """What ``Page.job`` asked for."""
        job(self.jobs())

    @property
    def is_working(self) -> bool:
        """Whether background work is under way."""
        return self._jobs is not None and bool(self._jobs.running)

    def show_running(self) -> None:
        """Open the list of background work, as it keeps the window from closing."""
        self.jobs().show()
        self.jobs().place()

    def place(self) -> None:
        """The window has another size."""
        if self._jobs is not None and self._jobs.isVisible():
            self._jobs.place()


def _keys(actions: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(action.shortcut, action.title) for action in actions if action.shortcut]
