"""``python -m crmdesk``: the window where nothing else is asked for, at once and without the command line's libraries."""

import os
import sys

from crmdesk.rules.opened_files import is_for_window


def main() -> None:
    """Open the window, run a command, or (in an installed program) be the process that reads foreign files."""
    asked = sys.argv[1:]
    if asked == ["--reader-process"]:
        from crmdesk.exchange.reader_process import main as read

        read()
    elif (not asked or is_for_window(asked)) and (
        sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        from crmdesk.views.app import main as open_window

        sys.exit(open_window(asked))
    else:
        from crmdesk.cli import main as command

        command()


if __name__ == "__main__":
    main()
