"""``python -m crmdesk``."""

from crmdesk.cli import main

if __name__ == "__main__":
    main()
