from celery import shared_task
from django.core.mail import send_mail

from config.models import role


@shared_task
def tick():
    send_mail("Tick", f"The worker is {role()}.", "a@example.org", ["b@example.org"])
