"""The pages of the library: read, picked from, put up as a whole plan, and worded by an owner."""

from measures.models import OwnMeasure, Plan

# A press on a button.
NO_PAGE = {"library:show_own", "library:show_common"}


def library_screens(made):
    """Who opens it, name of the screen, of the address, and its arguments."""
    followed = Plan.objects.filter(case__unit=made.places["fjellet"], case__state="follow_up")
    plan = followed.order_by("created_at").first()
    owner = made.places["fjellet"].parent
    yield "rektor", "library", "library:read"
    yield "rektor", "library-choose", "measures:choose", plan.pk
    yield "rektor", "library-package", "measures:use_package", plan.pk, "exclusion_in_class"
    yield "rektor", "library-package-errors", "measures:use_package", plan.pk, "digital_in_class"
    yield "eieradmin", "library-owner", "library:owner", owner.pk
    yield "eieradmin", "library-own-new", "library:add_own", owner.pk
    yield "eieradmin", "library-own-errors", "library:add_own", owner.pk
    own = OwnMeasure.objects.filter(owner=owner).first()
    yield "eieradmin", "library-own-change", "library:change_own", own.pk
