"""Reads back the text of a PDF that Chromium made: page by page, as the glyphs stand.

Only what Skia writes is understood: classic cross-reference-free objects, Flate streams, fonts with
a table from glyphs to Unicode.
"""

import re
import zlib

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")
FONT = re.compile(rb"/(F\d+) (\d+) 0 R")


def pages(content: bytes) -> list[str]:
    """The text of each page, in the order in which it was drawn, with all white space taken out:
    how far apart the glyphs stand is not asked."""
    objects = {int(number): body for number, body in OBJECT.findall(content)}
    leaves = [body for body in objects.values() if re.search(rb"/Type /Page\b(?!s)", body)]
    return [_text(body, objects) for body in leaves]


def _text(page, objects):
    fonts = {name: _letters(objects[int(ref)], objects) for name, ref in FONT.findall(page)}
    (ref,) = re.findall(rb"/Contents (\d+) 0 R", page)
    letters, found = {}, []
    for font, glyphs in SHOWN.findall(_stream(objects[int(ref)])):
        if font:
            letters = fonts[font]
        codes = [glyphs[at : at + 4] for at in range(0, len(glyphs), 4)]
        found += [letters.get(int(code, 16), "") for code in codes if code]
    return "".join("".join(found).split())


def _letters(font, objects):
    ref = re.search(rb"/ToUnicode (\d+) 0 R", font)
    table = _stream(objects[int(ref[1])]) if ref else b""
    found = {}
    for part in CHARACTERS.findall(table):
        for code, letter in re.findall(rb"<(\w+)> <(\w+)>", part):
            found[int(code, 16)] = _unicode(letter)
    for part in RANGES.findall(table):
        for first, last, letter in re.findall(rb"<(\w+)> <(\w+)> <(\w+)>", part):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(letter, 16) + step)
    return found


def _unicode(letter):
    return bytes.fromhex(letter.decode()).decode("utf-16-be")


def _stream(body):
    packed = STREAM.search(body)[1]
    return zlib.decompress(packed) if b"/FlateDecode" in body else packed
