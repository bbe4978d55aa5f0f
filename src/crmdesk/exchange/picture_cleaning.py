"""A picture from anywhere, written anew: turned upright, without metadata but the time it was taken (reliability 4).

Runs in the reader process only: whatever a crafted picture does to its decoder, it does it there.
"""

import io
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 80_000_000
_QUALITY = 88
_EXIF, _TAKEN, _CHANGED, _OFFSET = 0x8769, 36867, 306, 36881
_FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")


class NoPicture(Exception):
    """``code``: picture-pixels or picture-damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean(path: Path) -> dict[str, Any]:
    """``content``, ``type`` and ``taken`` (as the camera wrote it, with its offset where it has one)."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as picture:
                taken = _taken(picture)
                content, kind = _written(picture, taken)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise NoPicture("picture-pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError) as error:
        raise NoPicture("picture-damaged") from error
    return {"content": content, "type": kind, "taken": taken}


def _taken(picture: Image.Image) -> str:
    exif = picture.getexif()
    inner = exif.get_ifd(_EXIF)
    said = str(inner.get(_TAKEN) or exif.get(_CHANGED) or "").strip("\0 ")
    return f"{said} {inner.get(_OFFSET) or ''}".strip() if said else ""


def _written(picture: Image.Image, taken: str) -> tuple[bytes, str]:
    """Several pages become a PDF, drawings stay PNG, everything else is a JPEG."""
    out = io.BytesIO()
    frames: int = getattr(picture, "n_frames", 1)
    if picture.format == "TIFF" and frames > 1:
        pages = [_page(picture, number) for number in range(frames)]
        pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
        return out.getvalue(), "application/pdf"
    upright = ImageOps.exif_transpose(picture)
    if picture.format in ("PNG", "GIF", "BMP") or upright.mode in ("1", "P", "RGBA", "LA"):
        plain = upright.convert(_PNG_MODES.get(upright.mode, "RGB"))
        _without_metadata(plain).save(out, "PNG", optimize=False)
        return out.getvalue(), "image/png"
    exif = Image.Exif()
    if taken:
        exif[_CHANGED] = taken[:19]
    grey_or_colour = "L" if upright.mode == "L" else "RGB"
    _without_metadata(upright.convert(grey_or_colour)).save(out, "JPEG", quality=_QUALITY, exif=exif)
    return out.getvalue(), "image/jpeg"


#: Modes that a PNG takes as they are.
_PNG_MODES = {"1": "1", "L": "L", "P": "RGBA", "RGBA": "RGBA", "LA": "LA"}


def _page(picture: Image.Image, number: int) -> Image.Image:
    if number > 200:
        raise NoPicture("picture-pixels")
    picture.seek(number)
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _without_metadata(picture: Image.Image) -> Image.Image:
    picture.info = {}
    return picture
