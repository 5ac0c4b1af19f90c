"""The four steps as pages, without any script."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organisations.models import Membership
from pupils.intake.reading import MOST_BYTES
from pupils.intake.summary import safe_cell
from pupils.models import ImportChunk, Pupil, PupilImport
from tests.clock import NOW
from tests.factories.imports import ImportChunkFactory, PupilImportFactory
from tests.pupils.files import PUPILS, as_csv, as_workbook

STAFF = [["Navn", "E-post"], ["Ny Ansatt", "ny@her.example"]]


def send(client, unit, data, *, kind="pupils", name="liste.csv", year="2026"):
    """The first step."""
    sent = SimpleUploadedFile(name, data)
    return client.post(
        reverse("pupils:upload", args=[unit.pk]),
        {"kind": kind, "school_year": year, "file": sent},
    )


def to_look_over(client, unit, data, **more):
    """The first two steps, with the columns as they are guessed."""
    columns = send(client, unit, data, **more).url
    form = client.get(columns).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    return client.post(columns, fields).url


@pytest.fixture
def keeper(fjellet, signed_in):
    return signed_in(fjellet.school_administrator)


@pytest.mark.parametrize("form", [as_csv, as_workbook])
def test_from_a_file_to_the_list_of_the_class(fjellet, keeper, form):
    page = keeper.get(reverse("pupils:upload", args=[fjellet.school.pk]))
    assert "A file never gives anybody access" in page.content.decode()
    address = to_look_over(keeper, fjellet.school, form(PUPILS), name="anything.bin")
    page = keeper.get(address).content.decode()
    for shown in ("<strong>3</strong> New", "Import 3 lines", "New classes: 7A, 7B.", "Nothing is"):
        assert shown in page
    assert not Pupil.objects.exists()
    done = keeper.post(address, follow=True).content.decode()
    assert "<strong>3</strong> New" in done
    unit = keeper.get(reverse("pupils:unit", args=[fjellet.school.pk])).content.decode()
    assert "3 pupils" in unit
    assert Pupil.objects.count() == 3


def test_the_columns_are_remembered_for_the_unit_and_the_kind(fjellet, keeper):
    odd = [["A", "B", "C"], ["Kari Li", "7A", "01.02.2014"]]
    columns = send(keeper, fjellet.school, as_csv(odd)).url
    assert set(keeper.get(columns).context["form"]["name"].value()) == set()
    chosen = {"name": "A", "group": "B", "born_on": "C"}
    address = keeper.post(columns, chosen).url
    keeper.post(address)
    again = keeper.get(send(keeper, fjellet.school, as_csv(odd)).url).context["form"]
    assert {name: again[name].value() for name in chosen} == chosen


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"Navn;Klasse\n", "has headings, but no lines"),
        (b"%PDF-1.4", "neither CSV nor Excel"),
        (b"N" * (MOST_BYTES + 1), "larger than 10 MB"),
        (as_csv([["Navn", "Fnr"], ["Kari", "1"]]), "national id numbers"),
        (as_csv([[f"K{n}" for n in range(100)], ["x"]]), "more than 60 columns"),
    ],
)
def test_a_bad_file_is_answered_on_the_form(fjellet, keeper, data, sentence):
    answer = send(keeper, fjellet.school, data)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "<title>Error:" in answer.content.decode()
    assert not PupilImport.objects.exists()


def test_no_file_at_all(fjellet, keeper):
    page = keeper.post(reverse("pupils:upload", args=[fjellet.school.pk]), {"kind": "pupils"})
    assert (page.status_code, "Choose a file." in page.content.decode()) == (200, True)


def test_a_principal_is_told_who_imports_people_who_work_there(fjellet, signed_in):
    client = signed_in(fjellet.principal)
    page = send(client, fjellet.school, as_csv(STAFF), kind="staff").content.decode()
    assert page.count("can only be imported by the school administrator") >= 2
    assert not PupilImport.objects.exists()


def test_people_who_work_there_get_no_access_and_the_page_says_so(fjellet, keeper):
    before = list(Membership.objects.order_by("pk").values())
    address = to_look_over(keeper, fjellet.school, as_csv(STAFF), kind="staff")
    assert "Nobody gets access by this." in keeper.get(address).content.decode()
    done = keeper.post(address, follow=True).content.decode()
    assert "Nobody got access." in done
    assert "Undo the import" not in done
    assert list(Membership.objects.order_by("pk").values()) == before


def test_columns_that_are_missing_are_asked_for(fjellet, keeper):
    columns = send(keeper, fjellet.school, as_csv(PUPILS)).url
    page = keeper.post(columns, {"name": "Navn"}).content.decode()
    assert "Choose the date of birth or the id" in page
    page = keeper.post(columns, {"name": "Navn", "born_on": "Noe annet"}).content.decode()
    assert "Choose among the answers" in page


def test_lines_with_errors_can_be_downloaded_and_hold_no_formula(fjellet, keeper):
    rows = [PUPILS[0], ["=1+1", "@x", "", "01.02.2014"], ["", "Kari Li", "-7A", "31.31.2014"]]
    address = to_look_over(keeper, fjellet.school, as_csv(rows))
    page = keeper.get(address).content.decode()
    assert "The class is missing." in page
    answer = keeper.get(reverse("pupils:errors", args=[PupilImport.objects.get().pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="lines-with-errors.csv"'
    found = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert found[0] == ["Line", "What is wrong", *PUPILS[0]]
    assert [row[0] for row in found[1:]] == ["2", "3"]
    assert found[1][2:] == ["'=1+1", "'@x", "", "01.02.2014"]
    assert found[2][2:] == ["", "Kari Li", "'-7A", "31.31.2014"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "＝1"])
def test_what_begins_a_formula_is_shown_as_text(text):
    assert safe_cell(text) == f"'{text}"


def test_who_is_missing_leaves_only_with_the_tick(fjellet, keeper):
    keeper.post(to_look_over(keeper, fjellet.school, as_csv(PUPILS)))
    address = to_look_over(keeper, fjellet.school, as_csv(PUPILS[:3]))
    page = keeper.get(address).content.decode()
    assert "The list is complete: 1 pupil who is not in it leaves the unit" in page
    assert "Åse Å. Ødegård" in page
    keeper.post(address, {"list_is_complete": "on"})
    assert Pupil.objects.exclude(left_on=None).get().name == "Åse Å. Ødegård"


def test_the_very_same_file_is_recognised(fjellet, keeper):
    keeper.post(to_look_over(keeper, fjellet.school, as_csv(PUPILS)))
    page = keeper.get(to_look_over(keeper, fjellet.school, as_csv(PUPILS))).content.decode()
    assert "This very file was imported on 23 November 2026" in page
    assert "<strong>3</strong> Unchanged" in page


def test_an_import_that_was_closed_goes_on_where_it_was(fjellet, keeper):
    rows = [PUPILS[0], *([f"e{n}", f"Elev {n}", "7A", "01.02.2014"] for n in range(1030))]
    address = to_look_over(keeper, fjellet.school, as_csv(rows))
    page = keeper.post(address, follow=True).content.decode()
    assert "1000 of 1030" in page
    bar = " ".join(page.partition("<progress")[2].partition(">")[0].split())
    assert bar.startswith('id="import-bar" value="1000" max="1030"')
    unit = keeper.get(reverse("pupils:unit", args=[fjellet.school.pk])).content.decode()
    assert "A file is not done yet." in unit
    job = PupilImport.objects.get()
    done = keeper.post(reverse("pupils:go_on", args=[job.pk]), follow=True).content.decode()
    assert "<strong>1030</strong> New" in done
    assert Pupil.objects.count() == 1030


def test_the_script_is_told_how_far_it_has_come(fjellet, keeper):
    rows = [PUPILS[0], *([f"e{n}", f"Elev {n}", "7A", "01.02.2014"] for n in range(1030))]
    keeper.post(to_look_over(keeper, fjellet.school, as_csv(rows)))
    job = PupilImport.objects.get()
    for _again in range(2):  # the second time there is nothing left
        answer = keeper.post(
            reverse("pupils:go_on", args=[job.pk]), headers={"accept": "application/json"}
        )
        assert answer.json() == {
            "done": 1030, "said": "1030 of 1030", "refusal": "", "under_way": False,
        }  # fmt: skip


def test_throwing_away_and_undoing(fjellet, keeper):
    to_look_over(keeper, fjellet.school, as_csv(PUPILS))
    job = PupilImport.objects.get()
    page = keeper.post(reverse("pupils:cancel", args=[job.pk]), follow=True).content.decode()
    assert "The file is thrown away. Nothing was changed." in page
    assert not ImportChunk.objects.exists()
    shown = keeper.get(reverse("pupils:import", args=[job.pk])).content.decode()
    assert "Nothing was changed." in shown
    done = keeper.post(to_look_over(keeper, fjellet.school, as_csv(PUPILS)), follow=True)
    assert "Undo the import" in done.content.decode()
    undone = keeper.post(
        reverse("pupils:undo", args=[PupilImport.objects.get(state="done").pk]), follow=True
    ).content.decode()
    assert "The import is undone." in undone
    assert not Pupil.objects.exists()


def test_steps_in_another_order_lead_to_the_step_that_is_next(fjellet, keeper):
    job = PupilImportFactory(unit=fjellet.school, state="uploaded", mapping={}, counts={})
    ImportChunkFactory(pupil_import=job)
    at = lambda name: reverse(f"pupils:{name}", args=[job.pk])  # noqa: E731
    assert keeper.get(at("import")).url == at("columns")
    assert keeper.post(at("look_over")).url == at("import")
    assert keeper.get(at("errors")).url == at("import")
    PupilImport.objects.update(
        state="done", confirmed_by=fjellet.principal, confirmed_at=NOW, finished_at=NOW
    )
    assert keeper.get(at("columns")).url == at("import")
    for name in ("cancel", "go_on", "undo"):
        assert keeper.post(at(name)).status_code == 302


def test_the_offer_to_undo_goes_after_a_day(fjellet, keeper):
    keeper.post(to_look_over(keeper, fjellet.school, as_csv(PUPILS)))
    PupilImport.objects.update(finished_at=NOW - timedelta(hours=25))
    job = PupilImport.objects.get()
    page = keeper.get(reverse("pupils:import", args=[job.pk])).content.decode()
    assert "Undo the import" not in page
    refused = keeper.post(reverse("pupils:undo", args=[job.pk]), follow=True).content.decode()
    assert "for 24 hours" in refused


def test_names_stand_in_no_address_and_no_title(fjellet, keeper):
    address = to_look_over(keeper, fjellet.school, as_csv(PUPILS))
    page = keeper.get(address).content.decode()
    assert "<title>Look over – Tryggspor</title>" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_an_import_ask_a_fixed_number_of_times(
    count, fjellet, keeper, django_assert_num_queries
):
    rows = [PUPILS[0], *([f"e{n}", f"Elev {n}", "7A", "01.02.2014"] for n in range(count))]
    address = to_look_over(keeper, fjellet.school, as_csv(rows))
    keeper.get(address)
    with django_assert_num_queries(7):
        keeper.get(address)
    with django_assert_num_queries(6):
        keeper.get(reverse("pupils:upload", args=[fjellet.school.pk]))
