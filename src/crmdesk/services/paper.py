"""A paper that a person has before him, kept as a file exactly as it was shown."""

from pathlib import Path

from crmdesk.exchange.files import write_safely
from crmdesk.services.verbs import Work, verb


@verb(permit="paper.save", reads=True)
def save(_work: Work, path: Path, pdf: bytes) -> Path:
    """Write the PDF to ``path``, whole or not at all; whoever was shown it may keep it. Raises NotWritten."""
    return write_safely(path, pdf)
