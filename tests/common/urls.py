"""The addresses of the product, and a few that only the tests of its frame need."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from accounts.kept import posted_or_kept
from common.forms import BigRadioSelect, DateField, Form, TextField

SAVED = []
ANSWERS = [(str(number), f"{number} is a rather long answer") for number in range(1, 7)]


class Note(Form):
    button = "Save the note"
    text = TextField(label="Text", max_length=1000, rows=3, help_text="What you saw.")
    place = TextField(label="Place", required=False)


class Questions(Form):
    button = "Save the answers"
    day = DateField(label="Day")
    safe = forms.ChoiceField(label="Safe", choices=ANSWERS, widget=BigRadioSelect)
    told = forms.ChoiceField(label="Told", choices=ANSWERS, widget=forms.RadioSelect)
    where = forms.MultipleChoiceField(
        label="Where", choices=ANSWERS, widget=forms.CheckboxSelectMultiple
    )
    who = forms.ChoiceField(label="Who", choices=ANSWERS)
    serious = forms.BooleanField(label="Serious", required=False, help_text="Be careful.")


def note(request):
    form = Note(posted_or_kept(request), cancel="/about/")
    if request.method == "POST" and form.is_valid():
        SAVED.append(form.cleaned_data["text"])
        messages.success(request, "Saved")
        return redirect("note")
    return render(request, "account/password_change.html", {"form": form})


def questions(request):
    form = Questions(posted_or_kept(request))
    return render(request, "account/password_change.html", {"form": form})


def press(request):
    return HttpResponse("pressed")


@login_not_required
def fails(request):
    raise RuntimeError("not for the user's eyes")


def refuses(request):
    raise PermissionDenied


@login_not_required
def reads(request):
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("trial/note/", note, name="note"),
    path("trial/questions/", questions, name="questions"),
    path("trial/press/", press, name="press"),
    path("trial/fails/", fails, name="fails"),
    path("trial/refuses/", refuses, name="refuses"),
    path("trial/reads/", reads, name="reads"),
    path("", include("config.urls")),
]
handler400 = "common.views.bad_request"
handler403 = "common.views.forbidden"
handler404 = "common.views.not_found"
handler500 = "accounts.views.server_error"
