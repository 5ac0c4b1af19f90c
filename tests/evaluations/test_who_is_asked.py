"""Whom an evaluation asks how safe it is."""

from django.urls import reverse

from tests.evaluations.scene import scene
from tests.factories.cases import InvolvementFactory
from tests.measures.pages import text


def test_a_plan_about_one_without_a_name_never_asks_about_another_exposed(fjellet, signed_in):
    set_up = scene(fjellet)
    described = InvolvementFactory(case=set_up.case, pupil=None, described="En elev i 3. klasse")
    type(set_up.measure.plan).objects.update(about=described)
    client = signed_in(fjellet.teacher)
    for page in (
        client.get(reverse("evaluations:record", args=[set_up.measure.pk])),
        client.get(reverse("evaluations:sitting", args=[set_up.case.pk])),
    ):
        assert page.status_code == 200
        assert "Sárá" not in text(page)
        assert "safety" not in page.content.decode()
