"""What a file is, by its content and never by its name; and a picture drawn anew.

A file is kept as it was received and only ever downloaded. What is shown on a page is drawn anew
from the picture's points, so that nothing else that came with the file is shown.
"""

import io
import threading
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

# Points: what a large telephone picture has, and a large screen. More could be made to fill the
# memory, and a PNG is unpacked whole before it can be made smaller.
MOST_POINTS = {"JPEG": 50_000_000, "PNG": 20_000_000}
# One at a time in each process, however many are sent at once.
_one = threading.Lock()
LONGEST_SIDE = 1600
JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
_PICTURES = {"JPEG": JPEG, "PNG": PNG}
_STARTS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


class TooManyPoints(ValueError):
    """A picture with more points than any camera gives."""


@dataclass(frozen=True)
class Seen:
    """What a file is, and a picture drawn anew: no larger than a screen, turned as it was taken,
    without the place and time that a camera writes into it. None for what is no picture."""

    content_type: str
    drawn_anew: bytes | None = None


def look_at(data: bytes) -> Seen | None:
    """JPEG, PNG or PDF, when the content says so from its first byte and can be read; else None.

    Raises TooManyPoints."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return Seen(PDF)
    kind = next((kind for start, kind in _STARTS.items() if data.startswith(start)), None)
    if kind is None:
        return None
    with _one:
        picture = _draw(data, kind)
        if picture is None:
            return None
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=85)
    return Seen(_PICTURES[kind], out.getvalue())


def _draw(data: bytes, kind: str) -> Any:
    """The picture itself, in full; None when it is cut off, or is something else than it says."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[kind]) as opened:
                if opened.width * opened.height > MOST_POINTS[kind]:
                    raise TooManyPoints(f"{opened.width} x {opened.height}")
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                # Smaller first: each step after it makes a copy.
                opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _on_white(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError as bomb:
        raise TooManyPoints(str(bomb)) from bomb
    except TooManyPoints:
        raise
    except Exception:  # whatever a broken file does to its reader, it is a file we cannot read
        return None


def _on_white(picture: Any) -> Any:
    """Without see-through parts, which JPEG has not."""
    if picture.mode not in ("RGBA", "LA", "P", "PA"):
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground
