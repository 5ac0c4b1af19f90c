"""Pages looked over at both widths, and drawn where SCREENSHOTS names a folder."""

import os
from pathlib import Path

from tests.browser.faults import faults
from tests.plugin_browser import SIZES

FOLDER = os.environ.get("SCREENSHOTS")


def draw(page, name, **how):
    if FOLDER:
        page.screenshot(path=Path(FOLDER) / f"{name}.png", **how)


def heighten(page, width):
    """As tall as the page, so that what sticks to the window's edge covers nothing."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})


def look(page, name):
    """No fault at either width. Afterwards the window is as it was."""
    found, before = [], page.viewport_size
    for viewport in SIZES.values():
        page.set_viewport_size(viewport)
        found += faults(page)
        draw(page, f"{name}-{viewport['width']}", full_page=True)
    page.set_viewport_size(before)
    assert found == [], found


def faults_at(page, name, size):
    """What is wrong with the page at one width, as tall as it is."""
    width = SIZES[size]["width"]
    page.set_viewport_size(SIZES[size])
    heighten(page, width)
    draw(page, f"{name}-{width}")
    found = faults(page)
    page.set_viewport_size(SIZES[size])
    return found
