"""Column types: money as fen, quantities as ten-thousandths, instants in UTC, enumerations by code."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator

from crmdesk.rules.people import Role
from crmdesk.rules.worded import Worded


class _Scaled(TypeDecorator[Decimal]):
    """A Decimal kept as a whole number, because SQLite keeps decimals as floating point."""

    impl = BigInteger
    cache_ok = True
    places = 0

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal to whole number; raises ValueError where places would be lost."""
        if value is None:
            return None
        whole = value.scaleb(self.places)
        if whole != whole.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} places")
        return int(whole)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Whole number to Decimal with the type's places."""
        return None if value is None else Decimal(value).scaleb(-self.places)


class Money(_Scaled):
    """Yuan with two places in Python, whole fen in the database."""

    cache_ok = True
    places = 2


class Quantity(_Scaled):
    """A quantity with four places."""

    cache_ok = True
    places = 4


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """PostgreSQL keeps the zone itself."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware to UTC; a moment without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, aware."""
        if value is None or value.tzinfo is not None:
            return None if value is None else value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Code(TypeDecorator[Worded]):
    """A member of an enumeration, kept by its code."""

    impl = String
    cache_ok = True

    def __init__(self, choices: type[Worded]) -> None:
        super().__init__(32)
        self.choices = choices

    def process_bind_param(self, value: Worded | str | None, dialect: Dialect) -> str | None:
        """The code; a code that the enumeration lacks is refused with ValueError."""
        return None if value is None else str(self.choices(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Worded | None:
        """The member."""
        return None if value is None else self.choices(value)


class Roles(TypeDecorator[frozenset[Role]]):
    """The roles of a person, kept as their codes in order."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: frozenset[Role] | None, dialect: Dialect) -> str:
        """Codes joined by blanks."""
        return " ".join(sorted(value or ()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Role]:
        """The set of members."""
        return frozenset(Role(code) for code in (value or "").split())
