"""What a file is, by its content; and pictures drawn anew."""

import io
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from PIL import Image, ImageOps

from common import pictures
from tests.factories.digital import PDF, picture
from tests.servers import PATIENCE

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
ZIP_BOMB = b"PK\x03\x04" + b"\0" * 100


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (PDF, "application/pdf"),
        (picture("GIF"), None),
        (picture("BMP"), None),
        (picture("TIFF"), None),
        (SVG, None),
        (b"\xef\xbb\xbf" + SVG, None),
        (b"<html><script>alert(1)</script>", None),
        (ZIP_BOMB, None),
        (b"MZ" + PDF, None),
        (b"%PDF-1.4 never ends", None),
        (b"\x89PNG\r\n\x1a\n" + SVG, None),
        (b"\xff\xd8\xff" + SVG, None),
        (picture("PNG", (200, 200))[:-40], None),
        (b"", None),
    ],
)
def test_the_content_says_what_a_file_is(data, found):
    seen = pictures.look_at(data)
    assert (seen and seen.content_type) == found


def test_what_follows_a_picture_is_not_shown():
    """A polyglot: a picture that is also a page. What is drawn anew holds the points alone."""
    polyglot = picture("JPEG") + b"<html><script>alert(1)</script></html>"
    seen = pictures.look_at(polyglot)
    assert seen.content_type == "image/jpeg"
    assert b"script" not in seen.drawn_anew


def test_where_and_when_a_picture_was_taken_is_not_shown():
    exif = Image.Exif()
    exif[0x010F] = "Kamera Kamerasen"
    exif[0x0112] = 6  # lies on its side
    drawn = pictures.look_at(picture("JPEG", (40, 20), exif=exif)).drawn_anew
    assert b"Kamerasen" not in drawn
    with Image.open(io.BytesIO(drawn)) as seen:
        assert (seen.format, seen.size, dict(seen.getexif())) == ("JPEG", (20, 40), {})


def test_a_large_picture_is_shown_smaller():
    drawn = pictures.look_at(picture("PNG", (4000, 1000))).drawn_anew
    with Image.open(io.BytesIO(drawn)) as seen:
        assert seen.size == (1600, 400)


def test_see_through_parts_become_white():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(pictures.look_at(out.getvalue()).drawn_anew)) as seen:
        assert seen.getpixel((1, 1)) == (255, 255, 255)


def test_what_is_no_picture_is_not_drawn():
    assert pictures.look_at(PDF).drawn_anew is None


@pytest.mark.parametrize("size", [(8000, 7000), (20_000, 10_000)])
def test_a_picture_made_to_fill_the_memory_is_refused(size):
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    with pytest.raises(pictures.TooManyPoints):
        pictures.look_at(out.getvalue())


@pytest.mark.parametrize(("kind", "refused"), [("PNG", True), ("JPEG", False)])
def test_a_png_is_unpacked_whole_and_has_a_lower_limit(kind, refused):
    out = io.BytesIO()
    Image.new("L", (5000, 4100)).save(out, kind)
    if refused:
        with pytest.raises(pictures.TooManyPoints):
            pictures.look_at(out.getvalue())
    else:
        assert pictures.look_at(out.getvalue()).drawn_anew


def test_a_picture_is_made_smaller_before_it_is_turned(monkeypatch):
    """Turning copies the picture: of the whole one that would be as much memory again."""
    turned = []

    def turn(picture):
        turned.append(max(picture.size))
        return ImageOps.exif_transpose(picture)

    monkeypatch.setattr(pictures, "ImageOps", SimpleNamespace(exif_transpose=turn))
    assert pictures.look_at(picture("PNG", (4000, 3000))).drawn_anew
    assert turned == [1600]


def test_pictures_are_drawn_one_at_a_time():
    with ThreadPoolExecutor() as hands:
        with pictures._one:
            waiting = hands.submit(pictures.look_at, picture("PNG"))
            pdf = hands.submit(pictures.look_at, PDF)
            assert pdf.result(timeout=PATIENCE) is not None
            assert not waiting.done()
        assert waiting.result(timeout=PATIENCE).drawn_anew
