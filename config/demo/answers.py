"""What the owner is told and answers: a serious case that was received, a case about somebody in
the leadership that the owner holds, and an exclusion that waits."""

import uuid

from cases import actions as cases
from cases.models import CaseAccess, OwnerNotice
from config.demo.cases import Story
from config.demo.places import Municipality


def received(story: Story) -> None:
    """The owner's adviser has seen what the owner was told of the story's case."""
    with story.by("eier", hour=15) as act:
        for notice in OwnerNotice.objects.filter(case=story.case):
            cases.receive_notice(notice=notice, **act)


def play(made: Municipality) -> None:
    about_a_leader(made)
    close_to_somebody(made)


def about_a_leader(made: Municipality) -> None:
    """A pupil tells of the principal, who gives the case to the owner and sees it no more."""
    story = Story(made, "haugen", "rektor.haugen", weeks_ago=1)
    story.open(
        pupils=[20],
        text="Eleven forteller at rektor ropte og tok hardt i armen hans foran klassen.",
        kinds=["physical", "words"],
        places=["classroom"],
    )
    reason = "Eleven forteller om meg selv, så jeg kan ikke ha saken."
    story.change(cases.mark_about_staff, leader=True, reason=reason)
    received(story)
    story.wait(1)
    with story.by("eier") as act:
        concerned = cases.add_staff_concerned(
            case=story.case, token=uuid.uuid4(), person=made.people["rektor.haugen"], **act
        )
        exclusion = CaseAccess.objects.get(case=story.case, kind="excluded")
        cases.confirm_exclusion(exclusion=exclusion, **act)
        cases.note_staff_informed(concerned=concerned, day=story.day, **act)
        cases.investigate_case(case=story.case, **act)
    story.write(
        "talk", "Samtale med eleven sammen med mor. Begge blir holdt orientert.", who="eier"
    )


def close_to_somebody(made: Municipality) -> None:
    """The deputy is an aunt of the pupil. The owner has not answered yet."""
    story = Story(made, "fjellet", "rektor", weeks_ago=0)
    story.day = made.today
    story.open(
        pupils=[35],
        text="Eleven sier at noen tar luen hennes hver dag på vei ut.",
        kinds=["physical"],
        places=["corridor"],
    )
    story.change(
        cases.exclude_person,
        person=made.people["inspektor"],
        closeness="close",
        reason="Inspektøren er tanten til eleven.",
    )
