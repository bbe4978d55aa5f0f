"""Python's collector runs on the GUI thread only.

Where it ran on whichever thread allocated, it could free a Qt object of a page from a reading thread: Qt's destructor
then holds a lock and waits for Python, while the GUI thread holds Python and waits for the lock. The window stood
still for ever.
"""

import gc

from PySide6.QtCore import QCoreApplication, QTimer

EVERY_MS = 100
_timer: QTimer | None = None


def take_over() -> None:
    """Stop the automatic collection and look from the GUI thread instead; called on that thread, again at will."""
    global _timer
    gc.disable()
    if _timer is None:
        _timer = QTimer(QCoreApplication.instance())
        _timer.setInterval(EVERY_MS)
        _timer.timeout.connect(look)
        _timer.destroyed.connect(_forget)
        _timer.start()


def look() -> None:
    """Collect as Python itself would: the young objects often, the old ones seldom.

    A threshold of 0 means that somebody is busy with what holds no circles (``services/importing.py``).
    """
    counts, limits = gc.get_count(), gc.get_threshold()
    if limits[0] and counts[0] > limits[0]:
        old = next((age for age in (2, 1) if counts[age] > limits[age]), 0)
        gc.collect(old)


def _forget() -> None:
    global _timer
    _timer = None
