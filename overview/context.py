"""What the frame of every page needs."""

from django.conf import settings


def frame(request):
    return {"demo": settings.DEMO, "viewer": getattr(request, "viewer", None)}
