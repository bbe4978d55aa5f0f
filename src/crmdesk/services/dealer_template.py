"""导入模板: the workbook for those who have no list of dealers yet."""

from dataclasses import dataclass
from pathlib import Path

from crmdesk.exchange.importing.dealer import IMPORT
from crmdesk.exchange.template_workbook import write_template
from crmdesk.services.verbs import Work, verb


@dataclass(frozen=True, slots=True)
class Template:
    """The workbook that was written, and how many columns it has."""

    path: Path
    columns: int


@verb(permit="dealer_template.export", reads=True)
def export(work: Work, path: Path) -> Template:
    """Write the template to ``path``; NotWritten where that cannot be done."""
    return Template(Path(path), write_template(path, IMPORT))
