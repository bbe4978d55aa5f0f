"""Pages of a PDF as pictures, for the preview and the printer: what is seen is the file itself."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from typing import Any, NamedTuple

_PDFIUM = threading.Lock()  # the library knows no threads: what it gives is closed before another gets in


class Raster(NamedTuple):
    """A rendered page: size in pixels and its rows, four bytes a pixel (blue, green, red, 255), without padding."""

    width: int
    height: int
    data: bytes


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2  # loaded with the first preview, not with the program

    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """How many pages the file has."""
    with _opened(pdf) as document:
        return len(document)


def page_size(pdf: bytes, index: int) -> tuple[float, float]:
    """Width and height of a page (from 0) in points."""
    with _opened(pdf) as document, closing(document[index]) as page:
        width, height = page.get_size()
        return width, height


def render_page(pdf: bytes, index: int, scale: float) -> Raster:
    """Page ``index`` (from 0) at ``scale`` pixels a point: 1.0 is 72 dpi, 150 dpi is 150 / 72."""
    from pypdfium2.raw import FPDFBitmap_BGRA

    with (
        _opened(pdf) as document,
        closing(document[index]) as page,
        closing(page.render(scale=scale, force_bitmap_format=FPDFBitmap_BGRA)) as bitmap,
    ):
        return Raster(bitmap.width, bitmap.height, bytes(bitmap.buffer))


def text_of(pdf: bytes, index: int) -> str:
    """The text layer of a page (from 0), in the order of drawing."""
    with (
        _opened(pdf) as document,
        closing(document[index]) as page,
        closing(page.get_textpage()) as layer,
    ):
        return str(layer.get_text_range())


def only_pages(pdf: bytes, indexes: Iterable[int]) -> bytes:
    """A PDF with the named pages (from 0) in the named order."""
    import pypdfium2

    with _opened(pdf) as source:
        target = pypdfium2.PdfDocument.new()
        target.import_pages(source, list(indexes))
        out = BytesIO()
        target.save(out)
        target.close()
        return out.getvalue()
