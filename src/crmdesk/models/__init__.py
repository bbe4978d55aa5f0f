"""Tables; nothing but tables."""

from crmdesk.models import complaint, dealer, journal, office, search
from crmdesk.models.base import Base

__all__ = ["Base", "complaint", "dealer", "journal", "office", "search"]
