"""Those whom a case is about: heard, with a trusted adult and talks, and guardians who are told."""

import uuid
from datetime import date
from typing import Any

from cases import actions as cases
from cases.models import Involvement, TrustedAdult
from config.demo.cases import Story
from pupils import actions as pupils
from pupils.models import Guardian

Role = Involvement.Role


def one_exposed(story: Story) -> Involvement:
    rows = story.case.involvements.filter(role=Role.EXPOSED, pupil__isnull=False)
    return rows.order_by("starts_on", "id")[0]


def heard(story: Story, row: Involvement | None = None, **how: Any) -> None:
    """One of those in the story's case is heard, or it is said why not."""
    leader = story.made.people[story.leader].name
    given: dict[str, Any] = {"outcome": "held", "heard_by": leader, "how": "talk"}
    if "outcome" in how:
        given = {}
    elif "heard_on" not in how:
        given["heard_on"] = story.day
    with story.by(story.leader, hour=11) as act:
        cases.record_hearing(
            involvement=row or one_exposed(story), token=uuid.uuid4(), **(given | how), **act
        )


def trusts(story: Story, who: str, *, chosen: bool = True) -> TrustedAdult:
    """The one exposed gets a trusted adult; the first talk is on the next open day."""
    first = story.calendar.add_open_days(story.day, 1).date
    with story.by(story.leader, hour=12) as act:
        return cases.name_trusted_adult(
            involvement=one_exposed(story),
            adult=story.made.people[who],
            chosen_by_pupil=chosen,
            talk_on=first,
            **act,
        )


def talked(story: Story, trusted: TrustedAdult, who: str, *texts: str) -> None:
    """The talks that were due until today, each on its day; the next one lies ahead."""
    begun = story.day
    for text in texts:
        due = _due(story, trusted, who)
        if due is None:
            break
        story.day = due
        with story.by(who, hour=13) as act:
            cases.record_talk(
                trusted=trusted, token=uuid.uuid4(), talked_on=story.day, text=text, **act
            )
    story.day = begun
    _move_what_is_late(story, trusted, who)


def _due(story: Story, trusted: TrustedAdult, who: str) -> date | None:
    """The day of the talk, when it has passed."""
    with story.by(who):
        due = TrustedAdult.objects.get(pk=trusted.pk).talk_on
    return due if due and due < story.made.today else None


def _move_what_is_late(story: Story, trusted: TrustedAdult, who: str) -> None:
    if _due(story, trusted, who) is None:
        return
    begun, story.day = story.day, story.made.today
    with story.by(who, hour=13) as act:
        cases.move_talk(trusted=trusted, on=story.made.today, **act)
    story.day = begun


def family(story: Story) -> None:
    """Two guardians: one is told, and the other is not to be informed, with who decided it."""
    with story.by(story.leader, hour=9) as act:
        row = one_exposed(story)
        mother = _guardian(row.pupil, "Mette Moen", "mor", act)
        father = _guardian(row.pupil, "Frode Foss", "far", act)
        pupils.decide_information(
            guardian=father,
            information=Guardian.Information.REFUSED,
            reason="Har ikke rett til opplysninger om barnet. Vedtaket ligger i elevmappa.",
            **act,
        )
        cases.record_guardian_contact(
            involvement=row,
            guardian=mother,
            token=uuid.uuid4(),
            told_on=story.day,
            how="telephone",
            told="At vi undersøker, og hva vi gjør for at det skal være trygt til planen er klar.",
            guardian_says="Er glad for at noe skjer. Vil gjerne være med på neste møte.",
            **act,
        )


def _guardian(pupil: Any, name: str, relation: str, act: dict) -> Guardian:
    return pupils.add_guardian(pupil=pupil, name=name, relation=relation, **act)


def looked_into(story: Story) -> None:
    """The investigation, written twice; and what is best for the child."""
    with story.by(story.leader, hour=12) as act:
        first = cases.write_investigation(
            case=story.case,
            token=uuid.uuid4(),
            methods=["talks", "observation"],
            showed="Eleven går alene i alle friminutt, og blir verst stengt ute etter gym.",
            **act,
        )
    with story.by(story.leader, hour=13) as act:
        cases.write_investigation(
            case=story.case,
            token=uuid.uuid4(),
            methods=["talks", "observation", "sociogram"],
            showed="Eleven går alene i alle friminutt, og blir verst stengt ute etter gym. "
            "Kartet over hvem som er sammen, viser at tre i klassen gjerne vil være med eleven.",
            seen=first.pk,
            **act,
        )
        cases.write_best_interests(
            case=story.case,
            token=uuid.uuid4(),
            occasion="investigation",
            text="Eleven vil bli i klassen og ha en voksen å gå til. Det veier tyngst.",
            **act,
        )


def online(story: Story) -> None:
    """Those who shared it look on, some of them at another school; the one exposed says no."""
    with story.by(story.leader, hour=12) as act:
        row = story.case.involvements.get(pupil=None)
        cases.change_role(
            involvement=row, role=Role.BYSTANDER, manner="shared", on=story.day, **act
        )
        cases.add_involvement(
            case=story.case,
            token=uuid.uuid4(),
            role=Role.BYSTANDER,
            manner="liked",
            described="Elever som er med i den samme gruppen",
            group_size=9,
            elsewhere="Haugen ungdomsskole",
            starts_on=story.day,
            **act,
        )
    heard(story, outcome="declined", rather_with="helsesykepleieren")
