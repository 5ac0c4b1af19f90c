"""The forms of a page, as a browser finds them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

BUTTONS = {"submit", "button", "reset", "image"}


@dataclass
class Form:
    """Where it is sent, and what it holds when nobody has touched it."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    # What can be chosen, in lists and among buttons of which one is pressed.
    options: dict[str, list[str]] = field(default_factory=dict)
    # Into which something is typed.
    typed: set[str] = field(default_factory=set)

    @property
    def key(self):
        return tuple(sorted(self.fields))


class _Reader(HTMLParser):
    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.path = path
        self.forms = []
        self.form = self.area = self.choice = None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action") or self.path)
            if given.get("method", "").lower() == "post":
                self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "option" and self.choice:
            self.form.options.setdefault(self.choice, []).append(given.get("value", ""))
            if "selected" in given:
                self.form.fields[self.choice] = [given.get("value", "")]
        elif given.get("name"):
            self._control(tag, given)

    def _control(self, tag, given):
        name, kind = given["name"], given.get("type", "text")
        values = self.form.fields.setdefault(name, [])
        if tag == "textarea" or tag == "input" and kind == "text":
            self.form.typed.add(name)
        if tag == "textarea":
            self.area = name
            values.append("")
        elif tag == "select":
            self.choice = name
        elif tag == "button" or kind in BUTTONS:
            values[:] = values or [given.get("value", "")]
        elif kind not in ("checkbox", "radio") or "checked" in given:
            values.append(given.get("value", ""))
        if kind == "radio":
            self.form.options.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, data):
        if self.form and self.area:
            self.form.fields[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.area:
            # The first line break belongs to the markup.
            own = self.form.fields[self.area]
            own[-1] = own[-1].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.choice = None


def forms_of(path, html):
    """Every form of the page that is sent by POST."""
    reader = _Reader(path)
    reader.feed(html)
    reader.close()
    return reader.forms
