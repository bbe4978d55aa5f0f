"""Tables; nothing but tables. Who needs one imports its module: what the first page does not show is not loaded."""

from importlib import import_module
from pkgutil import iter_modules

from crmdesk.models.base import Base

__all__ = ["Base", "load_all"]


def load_all() -> type[Base]:
    """The base with every table declared: for what looks at all of them."""
    for module in iter_modules(__path__):
        if not module.ispkg:
            import_module(f"{__name__}.{module.name}")
    return Base
