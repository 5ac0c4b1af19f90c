"""Who asks for each address: people of both municipalities, and those with a past in the case."""

from organisations.models import Membership
from organisations.roles import Role
from tests.factories.cases import CaseAccessFactory
from tests.factories.organisations import member


def of_case(case, here, there, marker):
    """Each by the name that the rows use, and what of the case stands about two of them."""
    excluded = member(Role.DEPUTY, here.school)
    exclusion = CaseAccessFactory(case=case, person=excluded, reason=f"{marker} grunn")
    excluded_teacher = member(Role.STAFF, here.school)
    CaseAccessFactory(case=case, person=excluded_teacher)
    granted = member(Role.OWNER_ADVISER, here.owner)
    grant = CaseAccessFactory(case=case, person=granted, kind="granted")
    former = member(Role.PRINCIPAL, here.school)
    Membership.objects.filter(person=former).update(ends_on="2025-06-30")
    viewers = {
        name: getattr(here, name)
        for name in (
            "principal",
            "deputy",
            "case_worker",
            "teacher",
            "other_teacher",
            "school_administrator",
            "other_principal",
            "head",
            "ppt_adviser",
            "ppt_leader",
            "owner_adviser",
            "owner_administrator",
            "data_protection_officer",
        )
    } | {
        "excluded": excluded,
        "excluded_teacher": excluded_teacher,
        "granted": granted,
        "former": former,
        "stranger": there.principal,
        "strange_teacher": there.teacher,
        "strange_ppt": there.ppt_adviser,
        "strange_owner": there.owner_administrator,
    }
    return viewers, {"exclusion": exclusion, "grant": grant}
