"""Further contacts 其他联系人 of a dealer; the main one stands in the dealer's own row (domain 8.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone at a dealer. Numbers are text; ``id`` is None until the line is saved."""

    name: str = ""
    title: str = ""  # 职务
    mobile: str = ""
    phone: str = ""
    remark: str = ""
    id: UUID | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said of anybody."""
        return not any(getattr(self, name) for name in CONTACT_FIELDS)

    @property
    def said(self) -> str:
        """The contact in one line: 王芳 采购 13800000000."""
        return " ".join(text for name in CONTACT_FIELDS if (text := getattr(self, name)))


#: What is written of a contact.
CONTACT_FIELDS: tuple[str, ...] = ("name", "title", "mobile", "phone", "remark")


def stripped(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts without blanks at the ends of their texts, and without those that say nothing."""
    tidy = (
        Contact(c.name.strip(), c.title.strip(), c.mobile.strip(), c.phone.strip(), c.remark.strip(), c.id)
        for c in contacts
    )
    return tuple(contact for contact in tidy if not contact.is_blank)
