"""Tables; nothing but tables."""

from crmdesk.models import complaint, dealer, import_memory, journal, office, search
from crmdesk.models.base import Base

__all__ = ["Base", "complaint", "dealer", "import_memory", "journal", "office", "search"]
