"""The regulations by the names that people say, for the clauses that stand beside a rule (``CP 四.1``)."""

from crmdesk.words import N_, _

REGULATIONS = {
    "CP": N_("投诉规则"),
    "MT": N_("维护制度"),
    "PT": N_("参与制度"),
    "EV": N_("评估制度"),
    "NR": N_("票据制度"),
    "BK": N_("呆账制度"),
    "BD": N_("呆账制度"),
}


def in_words(clause: str) -> str:
    """``CP 四.1`` → 投诉规则 四.1; a regulation that is not known stays as it is."""
    short, _blank, place = clause.partition(" ")
    return f"{_(REGULATIONS[short])} {place}".strip() if short in REGULATIONS else clause
