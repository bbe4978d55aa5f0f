"""Run by ``test_restart.py`` as a program of its own: at its first start somebody chooses 150 % and restarts.

Each start writes its arguments, scale and language to a file; the second one ends by itself.
"""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from crmdesk import words
from crmdesk.views import settled
from crmdesk.views.app import main
from crmdesk.views.shell.window import Window

LOG = Path(os.environ["CRMDESK_TEST_LOG"])


def note() -> None:
    """Write down how this start is."""
    environment = os.environ.get("QT_SCALE_FACTOR", "")
    start = {"arguments": sys.argv[1:], "environment": environment, "language": words.language(), "scale": settled.percent()}
    with LOG.open("a", encoding="utf-8") as log:
        log.write(json.dumps(start, ensure_ascii=False) + "\n")


def look() -> None:
    """Once the window is there: choose and restart, or end."""
    window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, Window) and w.isVisible()), None)
    if window is None:
        QTimer.singleShot(50, look)
        return
    note()
    if len(LOG.read_text(encoding="utf-8").splitlines()) > 1:
        window.close()
        return
    window.go("settings", "personal")
    part = window.here.stack.currentWidget()
    part._scale.set_value(150)
    part._scale.changed.emit()
    part._language.set_value("en")
    part._language.changed.emit()
    part.findChild(QPushButton, "personal.restart_now").click()


if __name__ == "__main__":
    app = QApplication(["crmdesk", "-style", "fusion"])
    QTimer.singleShot(0, look)
    sys.exit(main(sys.argv[1:]))
