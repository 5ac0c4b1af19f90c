"""Asked by an outside monitor, so it needs no sign-in, and it holds nothing of any case."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from overview.health import checks

GREEN, RED = 200, 503


@require_safe
@login_not_required
def health(request):
    """200 while every promise is kept, else 503. For people, and as JSON for a machine."""
    if "application/json" in request.headers.get("Accept", ""):
        return ready(request)
    found, status = _asked()
    context = {"checks": found, "is_red": status == RED}
    return render(request, "overview/health.html", context, status=status)


@require_safe
@login_not_required
def ready(request):
    """The same for a machine alone: red when what is due has waited for 15 minutes, when a loop is
    silent, and when somebody must look. What waits for its day is not due."""
    found, status = _asked()
    facts = {check.name: {"red": check.is_red, "fact": check.fact_for_machines} for check in found}
    return JsonResponse({"red": status == RED, "checks": facts}, status=status)


@require_safe
@login_not_required
def live(request):
    """This process answers. Asks neither the database nor anything else."""
    return JsonResponse({"live": True})


def _asked():
    found = checks(timezone.now())
    return found, RED if any(check.is_red for check in found) else GREEN
