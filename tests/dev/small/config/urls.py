from django.http import HttpResponse
from django.urls import path

from config.models import Note, role


def front(request):
    return HttpResponse(f"The web is {role()}; notes: {Note.objects.count()}.")


urlpatterns = [path("", front)]
