"""What the pages of the desk begin with."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.models import PptAlert
from organisations.law.wording import speak_of
from organisations.roles import Permission


def alerts_of(viewer):
    """The alerts at the desk of the one who asks. Raises Http404 where there is no desk."""
    if not viewer.may(Permission.READ_ALERTS):
        raise Http404
    return PptAlert.objects.visible_to(viewer).at_an_office()


def get_alert(request, pk):
    """The alert, with the page speaking the words of its act."""
    joined = alerts_of(request.viewer).select_related(
        "unit", "office", "received_by", "assigned_to"
    )
    alert = get_object_or_404(joined, pk=pk)
    speak_of(alert.regime)
    return alert


def page_of(alert):
    return reverse("ppt:detail", args=[alert.pk])


def to_alert(alert):
    return redirect(page_of(alert))


def form_about(request, alert, form, heading):
    """One form about one alert, on a page of its own."""
    context = {"alert": alert, "form": form, "heading": heading}
    return render(request, "ppt/form.html", context)
