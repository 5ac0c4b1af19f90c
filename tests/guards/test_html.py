import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guards.html import SUSPECT, faults_of, read

PIECES = [
    "<a", "<script", "<img", "<link", "<IFRAME", "<source", "<style", "<p", ">", "/>", "</p>", " ",
    "\n", "\t", "/", '"', "'", "=", " = ", "href", "src", "SRC", "style", "onclick", "onLoad",
    "hx-on:click", "type", "application/json", "javascript:", "JavaScript:", "java", "script", ":",
    "&#106;", "&#x6a", "&Tab;", "&colon;", "&sol;&sol;", "https:", "//", "elsewhere.example/a",
    "x()", "data-on", "&amp;", "&quot;", "tekst",
]  # fmt: skip


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        '<p style="color: red">a</p>',
        '<button onclick="x()">a</button>',
        '<img src="/a.png" onerror="x()">',
        '<div hx-on:click="x()"></div>',
        '<a href="javascript:x()">a</a>',
        '<script src="https://elsewhere.example/a.js"></script>',
        '<link rel="stylesheet" href="//elsewhere.example/a.css">',
    ],
)
def test_what_the_policy_of_the_page_forbids_is_found(html):
    assert len(faults_of(f"<!doctype html><body>{html}</body>")) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<script src="/static/app.js" defer></script>',
        '<script type="application/json" id="data">{"a": 1}</script>',
        '<a href="https://www.udir.no/">a</a>',
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; onclick=</p>",
        '<svg role="img"><title>a</title><rect width="3"/></svg>',
    ],
)
def test_what_a_page_may_hold_passes(html):
    assert faults_of(f"<!doctype html><body>{html}</body>") == []


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_whatever_reading_finds_is_read(html):
    assert not read(html) or SUSPECT.search(html)


@given(
    st.sampled_from(["a", "img", "script", "link", "iframe"]),
    st.sampled_from([" ", "\n", "/", '"" ', " x "]),
    st.sampled_from(["href", "src", "style", "onclick", "hx-on:click", "SRC"]),
    st.sampled_from(["=", " = ", "=\n"]),
    st.sampled_from(['"', "'", ""]),
    st.lists(st.sampled_from(PIECES), max_size=4).map("".join),
)
def test_whatever_reading_finds_in_a_tag_is_read(tag, space, name, equals, quote, value):
    html = f"<{tag}{space}{name}{equals}{quote}{value}{quote}>"
    assert not read(html) or SUSPECT.search(html)
