"""What a program can find wrong with a page as it stands."""

from pathlib import Path

AXE = Path("node_modules/axe-core/axe.min.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """rules => axe.run(
    document, {runOnly: rules, resultTypes: ['violations'], preload: false}
)"""
# Smaller than WCAG 2.5.8 asks for; a link inside a sentence may be.
TOO_SMALL = """[...document.querySelectorAll('button, input:not([type=hidden]), select, summary')]
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && Math.min(box.width, box.height) < 24)
    .map(([one]) => one.outerHTML.slice(0, 90))"""


def faults(page):
    """What axe, the width and the size of targets have to say about the page as it stands."""
    return axe_faults(page) + faults_of_size(page)


def axe_faults(page):
    if page.evaluate("typeof axe") == "undefined":
        page.context.new_cdp_session(page).send(
            "Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")}
        )
    found = page.evaluate(LOOK, RULES)["violations"]
    return [f"{rule['id']} {node['target']}" for rule in found for node in rule["nodes"][:2]]


def faults_of_size(page):
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    small = page.evaluate(TOO_SMALL)
    return small + [f"{wide} px too wide"] * (wide > 0)
