"""Reading pages, and what is typed into the form for a measure."""

import re
import uuid

from django.urls import reverse

from tests.measures.scene import ASIDE


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page_of(plan):
    return reverse("measures:plan", args=[plan.case_id])


def completed(**other):
    """What is typed when a plan is completed, with a reason for each group without a measure."""
    reasons = {f"aside_{group}": reason for group, reason in ASIDE.items()}
    return {"best_interests": "Sárá er hørt.", **reasons, **other}


def at(name, thing):
    return reverse(f"measures:{name}", args=[thing.pk])


def typed(place, **other):
    return {
        "token": str(uuid.uuid4()),
        "title": "Klassemøte",
        "why": "Mange ser på.",
        "how": "Mandag i første time.",
        "target_groups": ["class", "bystanders"],
        "level": "system",
        "responsible": str(place.teacher.pk),
        "starts_on": "23.11.2026",
        "ends_on": "27.11.2026",
        "evaluation": "usual",
        "first_evaluation_on": "",
        **other,
    }
