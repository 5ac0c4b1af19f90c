"""Words we do not use of children, and text that would stay English on a Norwegian page.

Each word is a judgement on a person, a doubt about a child, or office language; what to write
instead stands beside it. The word for the act (bullying, mobbing) may be used.
"""

import ast
import re
from html.parser import HTMLParser

from tests.guards import templates, tree

# pattern: what to write instead
NORWEGIAN = {
    r"mobbe(?:r|ren|re|rne)": "den som krenker",
    r"mobba(?:r|ren|rar|rane)": "den som krenkjer",
    r"plage(?:ånd|r|ren|re|rne)": "den som krenker",
    r"plaga(?:r|ren|rar|rane)": "den som krenkjer",
    r"gjerningsperson(?:en|er|ene|ar|ane)?": "den som krenker",
    r"(?:mobbe)?(?:offer|offeret|ofre|ofrene|offera)": "den som er utsatt",
    r"mobbesak(?:en|er|ene|a|ar|ane)?": "skolemiljøsak",
    r"påstå(?:r|tt|tte|s)?": "forteller",
    r"hevde(?:r|t|s)?|hevda(?:r|st)?": "forteller",
    r"angivelig|angiveleg|visstnok": "opplever",
    r"atferdselev(?:en|er|ene)?|vanskelig elev|vanskeleg elev": "what happened, and where",
    r"(?:risiko)?skåre?|risikoscore": "svar, vurdering",
    r"ikke ok": "a number and a word",
    r"vennligst|venlegst": "say it without",
    r"obligatorisk|påkrevd|påkravd": "Må fylles ut",
    r"rediger(?:e|er)?": "Endre",
    r"§\s*9\s*A": "§ 12-4",
}
ENGLISH = {
    r"bull(?:y|ies)": "the one who violates",
    r"victims?": "the one exposed",
    r"(?:perpetrator|offender|culprit)s?": "the one who violates",
    r"alleged(?:ly)?|allegations?": "tells, experiences",
    r"problem (?:child|pupil)(?:ren|s)?": "what happened, and where",
    r"risk scores?": "answers",
    r"mandatory": "must be filled in",
    r"please": "say it without",
}
# The name of the product and the languages' own names are the same in every language.
SAME_EVERYWHERE = {"Tryggspor", "Bokmål", "Nynorsk", "English"}
READ_ATTRIBUTES = {"alt", "aria-description", "aria-label", "placeholder", "title"}
READ_ARGUMENTS = {"label", "help_text", "empty_label", "verbose_name", "verbose_name_plural"}
SPOKEN = {"ActionError", "ValidationError"}
# Read by translators, or a block that fills an attribute of the page above.
OPAQUE = re.compile(
    r"{% *blocktranslate\b.*?{% *endblocktranslate *%}|{% *block \w+_class *%}.*?{% *endblock",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}")
WORD = re.compile(r"[^\W\d_]{2,}")


def avoided(text, words):
    for pattern, instead in words.items():
        for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE):
            yield f"{found.group()} (instead: {instead})"


class _Visible(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.silent = False

    def handle_starttag(self, tag, attrs):
        self.silent = tag in {"script", "style"}
        self.found += [value for name, value in attrs if name in READ_ATTRIBUTES and value]

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


def untranslated_in_template(text):
    """Words that a person would read and no translator ever sees."""
    reader = _Visible()
    reader.feed(TAG.sub(" ", OPAQUE.sub(" ", text)))
    reader.close()
    for part in reader.found:
        left = [word for word in WORD.findall(part) if word not in SAME_EVERYWHERE]
        if left:
            yield " ".join(part.split())


def _is_text(node):
    if isinstance(node, ast.JoinedStr):
        return any(_is_text(part) for part in node.values)
    return isinstance(node, ast.Constant) and bool(WORD.search(str(node.value or "")))


def _is_flashed(called):
    """``messages.success`` and its like, not the log's."""
    return getattr(getattr(called, "value", None), "id", "") == "messages"


def _is_choices(node):
    return any(getattr(base, "attr", "").endswith("Choices") for base in node.bases)


def untranslated_in_module(path):
    for node in ast.walk(tree.parse(path)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            spoken = node.args if name in SPOKEN or _is_flashed(node.func) else []
            spoken = spoken + [key.value for key in node.keywords if key.arg in READ_ARGUMENTS]
        elif isinstance(node, ast.ClassDef) and _is_choices(node):
            given = [line.value for line in node.body if isinstance(line, ast.Assign)]
            spoken = [value.elts[-1] for value in given if isinstance(value, ast.Tuple)]
        else:
            continue
        for value in spoken:
            if _is_text(value):
                yield f"{tree.name(path)}:{value.lineno} {ast.unparse(value)}"


def page_texts():
    for path in templates.all_templates():
        yield tree.name(path), templates.read(path)
