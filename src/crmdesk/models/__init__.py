"""Tables; nothing but tables. Who needs one imports its module: what the first page does not show is not loaded."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from crmdesk.models.base import Base

__all__ = ["Base", "load_all"]


@cache
def load_all() -> type[Base]:
    """The base with every table declared: for what looks at all of them.

    A table that another thread is just declaring is waited for; whoever looks without this may meet half of it.
    """
    for module in iter_modules(__path__):
        if not module.ispkg:
            import_module(f"{__name__}.{module.name}")
    return Base
