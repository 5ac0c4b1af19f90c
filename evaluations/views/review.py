"""A whole case is looked over each term, and taken up again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from cases.models import Case
from cases.views.writing import take_step
from common.views import form_page, submitted
from evaluations.actions import reopen_case, review_case
from evaluations.forms import ReviewForm
from evaluations.models import CaseReview
from evaluations.sheets import review_to_write
from organisations.law.wording import speak_of


@form_page
def review(request, pk):
    review = review_to_write(request.viewer, pk)
    case = review.case
    speak_of(case.unit)
    form = ReviewForm(
        posted_or_kept(request),
        has_county_route=case.has_county_route,
        cancel=case.get_absolute_url(),
    )
    if made := submitted(request, form, review_case, review=review):
        messages.success(request, _("The review is saved."))
        return _after_review(made)
    context = {"form": form, "review": review, "case": case}
    return render(request, "evaluations/review.html", context)


def _after_review(review):
    """To where what was decided is done."""
    if review.plan == CaseReview.Plan.CHANGE:
        return redirect("measures:plan", review.case_id)
    if review.plan == CaseReview.Plan.MONITOR and review.case.state == Case.State.FOLLOW_UP:
        return redirect("cases:step", review.case_id, "monitor")
    return redirect(review.case)


@form_page
def reopen(request, case):
    return take_step(request, case, "reopen", reopen_case)
