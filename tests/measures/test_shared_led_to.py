"""What the pages about shared measures point out, and to whom."""

from django.urls import reverse

from measures import library
from measures.models import SharedMeasure
from tests.factories.measures import PlanReferenceFactory, SharedMeasureFactory
from tests.factories.organisations import member
from tests.measures.pages import at, page_of, text, typed
from tests.measures.scene import WEEK_48, measure_in, plan_at

WHY = "Hele klassen ser på."


def shared_at(place, **fields):
    return SharedMeasureFactory(unit=place.school, responsible=place.teacher, **fields)


def page(name, *args):
    return reverse(f"shared:{name}", args=args)


def test_text_left_as_the_library_has_it_is_pointed_out(fjellet, signed_in):
    entry = library.common()["inspection"]
    how = entry.wording("nb", "school").what
    plan, shared = plan_at(fjellet), shared_at(fjellet, library_key="inspection", how=how)
    PlanReferenceFactory(plan=plan, shared=shared, why=WHY)
    pages = page_of(plan), page("show", shared.pk)
    client = signed_in(fjellet.principal)
    for address in pages:
        answer = client.get(address)
        assert "The text is still the library’s. Write how you do it here." in text(answer)
        assert f"{page('change', shared.pk)}#id_how" in answer.content.decode()
    SharedMeasure.objects.update(how="To voksne ved ballbingen.")
    assert not any("still the library’s" in text(client.get(address)) for address in pages)


def test_what_prevents_is_digital_and_is_not_ticked_in_silence(fjellet, signed_in):
    address = page("add", fjellet.school.pk)
    answer = signed_in(fjellet.principal).post(address, typed(fjellet, prevents="on"))
    assert "Say that it is about what happens online, too." in text(answer)
    assert not SharedMeasure.objects.exists()


def test_the_owner_who_holds_the_case_is_led_to_nothing_that_is_closed(fjellet, signed_in):
    plan = plan_at(fjellet)
    type(plan.case).objects.update(held_by=fjellet.owner)
    stranger = member("staff", fjellet.other_school)
    shared = SharedMeasureFactory(unit=fjellet.school, responsible=stranger, title="Klassemøte")
    PlanReferenceFactory(plan=plan, shared=shared, why=WHY)
    own = measure_in(plan, fjellet, level="system", target_groups=["class"], **WEEK_48)
    told = "Choose who carries out “Klassemøte”."
    for person, opens in ((fjellet.owner_adviser, False), (fjellet.owner_administrator, None)):
        answer = signed_in(person).get(page_of(plan))
        if opens is None:
            assert answer.status_code == 404
            continue
        shown = answer.content.decode()
        assert told in text(answer)
        assert page("show", shared.pk) not in shown
        assert page("change", shared.pk) not in shown
        assert at("share", own) not in shown
    type(plan.case).objects.update(held_by=fjellet.school)
    shown = signed_in(fjellet.principal).get(page_of(plan)).content.decode()
    assert page("show", shared.pk) in shown
    assert f"{page('change', shared.pk)}#id_responsible" in shown
    assert at("share", own) in shown
