"""What no page may hold: anything that a strict content security policy would refuse, and
anything from another host. That every tag is rendered is seen in the templates themselves."""

import re
from html.parser import HTMLParser

FETCHING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
DATA = "application/json"
# To read a page tag by tag is a tenth of what a request takes. It is done where something stands
# that may turn out to be a fault; "&" may spell a letter.
SUSPECT = re.compile(
    r"""<style | <script(?!\ src="/[^"/][^"]*"(?:\ defer|\ type="module")?>)
    | [\s"'/](?:style|on[^\s=>]*|hx-on[^\s=>]*)\s*=
    | =\s*["']?[\sjavascript]*(?:javascript\s*:|&\#|&tab|&newline|&colon)
    | <(?:link|img|iframe|source)\b[^>]*[\s"'/](?:src|href)\s*=+\s*["']?[^>"']*?(?::|//|&)
    """,
    re.IGNORECASE | re.VERBOSE,
)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults = []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if tag == "style":
            self.faults.append(f"line {line}: a <style> element")
        if tag == "script" and "src" not in given and given.get("type") != DATA:
            self.faults.append(f"line {line}: an inline <script>")
        for name, value in given.items():
            if value and (name == "style" or name.startswith(("on", "hx-on"))):
                self.faults.append(f"line {line}: <{tag} {name}=…>")
            if value.strip().lower().startswith("javascript:"):
                self.faults.append(f"line {line}: <{tag}> leads to a script")
        if given.get(FETCHING.get(tag), "").startswith(("http:", "https:", "//")):
            self.faults.append(f"line {line}: <{tag}> fetches from another host")

    handle_startendtag = handle_starttag


def faults_of(html):
    return read(html) if SUSPECT.search(html) else []


def read(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.faults


def assert_clean_html(response):
    """Fail on a page with inline script or style, or a foreign address."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    faults = faults_of(response.content.decode(response.charset))
    assert not faults, f"{response.request['PATH_INFO']}: {faults}"
