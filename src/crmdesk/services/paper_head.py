"""Who prints a paper: company, office, logo and the person, as every paper shows them."""

import base64

from crmdesk.papers.letterhead import PaperHead
from crmdesk.services.office import office_of
from crmdesk.services.verbs import Work


def head_of(work: Work) -> PaperHead:
    """The head of a paper that is printed now."""
    office = office_of(work.session)
    logo = work.settings["company.logo"]
    return PaperHead(
        company=work.settings["company.name"], office=office.name, contact=work.settings["company.contact"],
        logo=base64.b64decode(logo) if logo else None, printed_by=work.asker.name,
        printed_at=work.now, is_demo=office.is_demo,
    )  # fmt: skip
