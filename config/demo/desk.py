"""What PPT does with the alerts of the practice municipality, and what the school answers."""

import uuid

from cases import actions as cases
from cases.models import PptAlert
from config.demo.cases import Story
from measures.models import Measure
from ppt import actions as ppt


def helps(story: Story, kind: str, text: str, proposed: str = "") -> None:
    """Somebody at PPT has the alert and offers help; whoever leads has read it."""
    with story.by("ppt", hour=15) as act:
        alert = PptAlert.objects.get(pk=story.case.alert_id)
        token = uuid.uuid4()
        answer = ppt.offer_help(
            alert=alert, token=token, kind=kind, text=text, proposed=proposed, **act
        )
    with story.by(story.leader, hour=15) as act:
        cases.receive_ppt_answer(case=story.case, answer=answer, **act)


def notes(story: Story, text: str) -> None:
    """PPT's own, which no school reads."""
    with story.by("ppt", hour=15) as act:
        alert = PptAlert.objects.get(pk=story.case.alert_id)
        ppt.write_note(alert=alert, token=uuid.uuid4(), text=text, **act)


def is_asked_to_take(story: Story, measure: Measure, part: str, text: str, reason: str) -> None:
    """It waits at PPT: whoever tries the desk can take it on, or answer that PPT cannot."""
    with story.by(story.leader, hour=15) as act:
        ppt.ask_ppt_to_take(
            measure=measure, token=uuid.uuid4(), part=part, text=text, ground="needed",
            reason=reason, **act,
        )  # fmt: skip


def gives_advice(story: Story) -> None:
    """Acknowledged on the day, and called the day after."""
    story.received_by_ppt()
    story.wait(1)
    helps(story, "advice", "Vi ringer dere og snakker om garderoben.", "torsdag kl. 13")
    notes(story, "Ringt. De har en plan på gang, og vil ha råd om klassemøtene.")
