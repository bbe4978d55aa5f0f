"""Dealer lists: which fields they carry, how their cells are read, what makes two rows one dealer (domain 8.3)."""

from crmdesk.exchange.importing.spec import FieldSpec, ImportSpec, Kin, Reading
from crmdesk.rules.dealer import COLUMNS
from crmdesk.words import N_

_READINGS: dict[str, Reading] = {
    "code": Reading.CODE,
    "dealer_class": Reading.CHOICE,
    "kind": Reading.CHOICE,
    "status": Reading.CHOICE,
    "contact": Reading.PERSON,
    "mobile": Reading.MOBILE,
    "phone": Reading.PHONE,
    "owner": Reading.PERSON,
    "credit_limit": Reading.AMOUNT,
    "term_days": Reading.DAYS,
    "since": Reading.DATE,
    "credit_code": Reading.CREDIT_CODE,
    "legal_rep": Reading.PERSON,
    "fax": Reading.PHONE,
    "email": Reading.EMAIL,
    "bank_account": Reading.ACCOUNT,
    "bank_code": Reading.CODE,
    "remark": Reading.LONG_TEXT,
    "extra": Reading.LONG_TEXT,
}
#: What lists write once for a group of rows, in a merged cell.
_CARRIED = {"province", "city", "district", "region", "owner", "dealer_class", "kind", "status"}
#: What should be written the way the office writes it.
_KIN = {"province": Kin.PROVINCE, "city": Kin.PLACE, "owner": Kin.PERSON}

IMPORT = ImportSpec(
    subject="dealer",
    title=N_("客户"),
    fields=tuple(
        FieldSpec(column, _READINGS.get(column.key, Reading.TEXT), column.key in _CARRIED, 3650, _KIN.get(column.key))
        for column in COLUMNS
        if column.key != "changed_at"
    ),
    required="name",
    keys=(("code",), ("credit_code",), ("name", "city"), ("name", "mobile")),
    spill="remark",
    mobile="mobile",
    phone="phone",
    contact="contact",
    extra="extra",
)
