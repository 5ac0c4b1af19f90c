import pytest

from tests.guards.html import faults_of


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
