"""Search. Asked for by POST, and answered by the page itself: no name stands in an address."""

from django.shortcuts import render
from django.utils import timezone

from common.views import form_page
from overview.forms import SearchForm
from overview.search import MOST, look_up


@form_page
def search(request):
    # Not called "form": the frame would keep what is typed in it when the screen is hidden.
    lookup = SearchForm(request.POST if request.method == "POST" else None)
    groups = None
    if lookup.is_valid():
        words = lookup.cleaned_data["words"]
        groups = look_up(words, viewer=request.viewer, now=timezone.now())
    return render(
        request, "overview/search.html", {"lookup": lookup, "groups": groups, "most": MOST}
    )
