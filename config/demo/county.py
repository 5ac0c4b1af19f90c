"""A case that the county governor looks at while the school goes on, and is held whole."""

import uuid
from datetime import datetime, time, timedelta

from cases import actions as cases
from cases.models import CountyCase, Letter
from config.demo.cases import OSLO, Story
from config.demo.places import Municipality


def play(made: Municipality) -> None:
    """The family took it there; there is a decision, and something is ordered."""
    story = Story(made, "haugen", "rektor.haugen", weeks_ago=6)
    story.open(
        pupils=[25],
        text="Foreldrene forteller at eleven blir ropt etter på vei til timene, og vil hjem.",
        kinds=["words"],
        source="guardian",
        places=["corridor", "way_to_school"],
    )
    raised_at = datetime.combine(story.day, time(8), OSLO)
    story.change(cases.record_raised, raised_at=min(raised_at, story.case.created_at))
    story.change(cases.investigate_case)
    story.wait(8)
    county = _letters(story)
    story.wait(8)
    _decision(story, county)
    story.change(cases.set_hold, reason="Familien har bedt om at alt i saken blir stående.")
    _log(story)


def _letters(story: Story) -> CountyCase:
    with story.by(story.leader, hour=9) as act:
        county = cases.open_county_case(
            case=story.case,
            token=uuid.uuid4(),
            opened_on=story.day,
            their_reference="2026/10482",
            **act,
        )
    asked = _letter(
        story,
        county,
        Letter.Direction.IN,
        about="De ber om en redegjørelse for hva skolen har gjort siden meldingen.",
        answer_due_on=story.made.today - timedelta(days=7),
    )
    story.wait(4)
    _letter(
        story,
        county,
        Letter.Direction.OUT,
        about="Redegjørelse med logg og plan. Sendt i sikker post.",
        answers=asked,
    )
    return county


def _letter(story: Story, county: CountyCase, direction: str, **more) -> Letter:
    due = more.get("answer_due_on")
    if due is not None:
        more["answer_due_on"] = max(due, story.day)
    with story.by(story.leader, hour=10) as act:
        return cases.add_letter(
            county_case=county,
            token=uuid.uuid4(),
            direction=direction,
            dated_on=story.day,
            **more,
            **act,
        )


def _decision(story: Story, county: CountyCase) -> None:
    with story.by(story.leader, hour=11) as act:
        cases.note_decision(
            county_case=county,
            decided_on=story.day,
            decision="Aktivitetsplikten er ikke oppfylt. Skolen skal ha voksne ved inngangene.",
            **act,
        )
    with story.by(story.leader, hour=11) as act:
        cases.add_ordered_act(
            county_case=county,
            token=uuid.uuid4(),
            act="En voksen skal stå ved hver inngang før første time og etter siste.",
            due_on=story.made.today + timedelta(days=10),
            **act,
        )
    _letter(
        story,
        county,
        Letter.Direction.IN,
        about="Vedtaket, med frist for å fortelle hva som er gjort.",
        answer_due_on=story.made.today + timedelta(days=3),
    )


def _log(story: Story) -> None:
    """An entry that is corrected, and one that is taken back: both stay."""
    story.write("child_welfare", "Samtale med barneverntjenesten. De følger opp hjemme.")
    story.write("talk", "Snakket med eleven på tirsdag. Det er verst om morgenen.")
    with story.by(story.leader, hour=14) as act:
        cases.write_entry(
            case=story.case,
            token=uuid.uuid4(),
            kind="talk",
            happened_on=story.day,
            text="Snakket med eleven på onsdag. Det er verst om morgenen.",
            corrects=story.case.entries.get(kind="talk"),
            **act,
        )
    story.write("note", "Ringte kantina om mandag.")
    with story.by(story.leader, hour=15) as act:
        cases.withdraw_entry(entry=story.case.entries.get(kind="note"), **act)
