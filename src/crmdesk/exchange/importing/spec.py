"""What a declaration of an import holds: the fields of a subject, how their cells are read, the keys."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property

from crmdesk.resources import resource
from crmdesk.rules.columns import Column
from crmdesk.rules.errors import Refused
from crmdesk.words import _


class Reading(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"  # line breaks stay
    PERSON = "person"  # 孙 立 → 孙立
    CODE = "code"  # leading zeros stay
    MOBILE = "mobile"
    PHONE = "phone"
    ACCOUNT = "account"
    CREDIT_CODE = "credit_code"
    EMAIL = "email"
    AMOUNT = "amount"  # yuan, not negative
    DAYS = "days"  # a whole number of days
    DATE = "date"
    CHOICE = "choice"


class Kin(StrEnum):
    """Of what kind the texts of a field are that should be written as the office writes them."""

    PROVINCE = "province"  # 江苏省 is 江苏
    PLACE = "place"  # 苏州市 is 苏州
    PERSON = "person"  # 孙力 may be 孙立


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. ``carried``: the value of a merged cell counts for every row that the cell spans."""

    column: Column
    reading: Reading
    carried: bool = False
    most: int = 0  # DAYS: the largest number that makes sense
    kin: Kin | None = None

    @property
    def key(self) -> str:
        """Our name of the field."""
        return self.column.key


@dataclass(frozen=True)
class Synonyms:
    """The editable file of one subject, as it stands in ``resources/synonyms``.

    ``other`` are headers known to be none of our fields, so that nothing is taken for one that looks like them.
    ``suggestions`` are words whose meaning is only proposed, never taken by itself.
    """

    fields: Mapping[str, tuple[str, ...]]
    not_imported: tuple[str, ...]
    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    other: tuple[str, ...] = ()
    suggestions: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportSpec:
    """The declaration: everything that is particular to a subject, so that the importer is not.

    ``title`` names one record (客户), ``required`` fields must be filled for a row to count, ``spill``
    receives what is left over in other cells (words beside a phone), ``extra`` the columns without a field of ours.
    ``contact``, ``mobile`` and ``phone`` are those of the main contact. ``keys`` are tried in order: a row is the
    record that has the same values in all fields of the first key that the row fills.
    """

    subject: str
    title: str
    fields: tuple[FieldSpec, ...]
    required: str
    keys: tuple[tuple[str, ...], ...]
    spill: str
    mobile: str
    phone: str
    contact: str = ""
    extra: str = ""

    @cached_property
    def by_key(self) -> Mapping[str, FieldSpec]:
        """Field name → its declaration."""
        return {one.key: one for one in self.fields}

    @property
    def synonyms(self) -> Synonyms:
        """The words of customers' lists; raises Refused where the file was edited into nonsense."""
        return load_synonyms(self.subject)


@cache
def load_synonyms(subject: str) -> Synonyms:
    """Read ``resources/synonyms/<subject>.json``; raises Refused."""
    path = resource("synonyms", f"{subject}.json")
    try:
        content = json.loads(path.read_text("utf-8"))
        return Synonyms(
            fields={key: tuple(words) for key, words in content["fields"].items()},
            not_imported=tuple(content.get("not_imported", ())),
            values=_by_code(content.get("values", {})),
            other=tuple(content.get("other", ())),
            suggestions=_by_code(content.get("suggestions", {})),
        )
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise Refused(
            _("同义词表「{file}」读不出来:{why}").format(file=path.name, why=error),
            _("没有导入任何内容。"),
            _("请按说明改正这个文件,或者重新安装程序恢复它。"),
            code="synonyms",
        ) from error


def _by_code(content: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {key: {code: tuple(words) for code, words in codes.items()} for key, codes in content.items()}
