"""The log in a real browser: undo, still there after a reload; and paper with page numbers."""

import io

import pytest
from pypdf import PdfReader

from audit.models import Event
from cases.models import Entry
from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.factories.cases import CaseFactory, EntryFactory, InvolvementFactory


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def case(school):
    return CaseFactory(
        unit=school.place.school, reference="26-PRNT", created_by=school.place.principal
    )


@pytest.fixture
def principal(school, programs, new_page):
    web = programs.web()
    return web, sign_in(new_page(), web, school.place.principal)


def test_undo_is_one_press_and_there_after_a_reload(school, case, principal):
    web, page = principal
    page.goto(f"{web.url}/cases/{case.pk}/entries/new/")
    page.check("[name=kind][value=note]")
    page.fill("[name=text]", "Dette skulle stått i en annen sak.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the entry").click()
    page.goto(f"{web.url}/cases/{case.pk}/log/")
    page.reload()
    with page.expect_navigation():
        page.get_by_role("button", name="Undo").click()
    old, new = Entry.objects.order_by("written_at")
    assert (new.withdraws, new.corrects, old.text) == (
        True, old, "Dette skulle stått i en annen sak.",
    )  # fmt: skip
    page.goto(f"{web.url}/cases/{case.pk}/log/")
    said = page.inner_text("main")
    assert "Taken back" in said
    assert "Dette skulle stått i en annen sak." in page.content()


def test_the_paper_has_the_reference_and_page_numbers(school, case, principal):
    web, page = principal
    for number in range(60):
        EntryFactory(case=case, written_by=school.place.principal, text=f"Linje {number}.")
    EntryFactory(
        case=case, written_by=school.place.principal, kind="child_welfare", text="Meldt videre."
    )
    papers, child = {}, InvolvementFactory(case=case)
    for edition in ("school", "family"):
        page.goto(f"{web.url}/cases/{case.pk}/log/print/")
        page.check(f"[name=edition][value={edition}]")
        page.select_option("[name=child]", str(child.pk))
        # A family's lines are looked through on a page of their own.
        for _page in range(2 if edition == "family" else 1):
            with page.expect_navigation():
                page.get_by_role("button", name="Make the paper edition").click()
        read = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        papers[edition] = [" ".join(leaf.extract_text().split()) for leaf in read.pages]
    for leaves in papers.values():
        assert len(leaves) > 1
        for number, leaf in enumerate(leaves, start=1):
            assert "26-PRNT" in leaf
            assert f"Page {number} of {len(leaves)}" in leaf
    whole = {edition: " ".join(leaves) for edition, leaves in papers.items()}
    assert all("Linje 0." in text and "Linje 59." in text for text in whole.values())
    assert {edition: "Meldt videre." in text for edition, text in whole.items()} == {
        "school": True, "family": False,
    }  # fmt: skip
    assert Event.objects.filter(name__startswith="log.printed", case_id=case.pk).count() == 2
