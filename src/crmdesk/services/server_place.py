"""Where a PostgreSQL database lies: its address without the password, which is never written down.

Nothing here opens anything, and no library is needed: this is read before the first window is there.
"""

from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

PORT = 5432
SCHEMES = ("postgresql:", "postgres:", "postgresql+psycopg:")


@dataclass(frozen=True, slots=True)
class Server:
    """Host (or the folder of its socket), port, database and user; ``more`` is what else the address said."""

    host: str
    database: str
    user: str = ""
    port: int = PORT
    more: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, place: str) -> Self | None:
        """Read an address without its passwords; None where the place is a file. What cannot be read is left empty."""
        if not place.startswith(SCHEMES):
            return None
        try:
            parts = urlsplit(place)
            port = parts.port or PORT
        except ValueError:
            return cls("", "")
        said = {key: value for key, value in parse_qsl(parts.query) if "password" not in key}
        host = said.pop("host", "") or unquote(parts.hostname or "")
        who, database = unquote(parts.username or ""), unquote(parts.path.lstrip("/"))
        return cls(host, database, who, port, tuple(said.items()))

    @property
    def name(self) -> str:
        """What people call it: host and database."""
        return f"{'localhost' if not self.host or self.host.startswith('/') else self.host}/{self.database}"

    @property
    def place(self) -> str:
        """The address, without a password."""
        return self._address("")

    def with_password(self, password: str) -> str:
        """The address with the password, only to open it; an empty one leaves it to the person's ``.pgpass``."""
        return self._address(f":{quote(password, safe='')}" if password else "")

    def _address(self, password: str) -> str:
        is_folder = self.host.startswith("/")
        host = "" if is_folder else f"[{self.host}]" if ":" in self.host else quote(self.host)
        more = (("host", self.host), *self.more) if is_folder else self.more
        who = f"{quote(self.user, safe='')}{password}@" if self.user or password else ""
        port = f":{self.port}" if self.port != PORT else ""
        asked = f"?{urlencode(more, safe='/')}" if more else ""
        return f"postgresql://{who}{host}{port}/{quote(self.database, safe='')}{asked}"


def without_password(place: str) -> str:
    """The place as it may be remembered and shown; a file stays as it is."""
    server = Server.of(place)
    return place if server is None else server.place
