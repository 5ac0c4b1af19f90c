"""Two exposed pupils in one digital case: a whole plan, completed twice, with a measure that the
school shares; and a plan that is only begun."""

import uuid
from datetime import timedelta

from cases import actions as cases
from cases.models import Involvement
from config.demo.cases import Story
from config.demo.places import Municipality
from measures import actions as measures


def play(made: Municipality) -> None:
    story = Story(made, "elva", "rektor.elva", weeks_ago=6)
    story.open(
        pupils=[40, 41],
        text="To elever forteller at klassen har en gruppe på nett der de blir ledd av.",
        kinds=["digital", "exclusion"],
        places=["online", "classroom"],
        help_wanted="advice",
    )
    violating = _who_it_is_about(story)
    with story.by(story.leader):
        first, second = story.case.involvements.filter(role="exposed").order_by("pupil__name")
    story.wait(1)
    story.change(cases.investigate_case)
    story.wait(2)
    _whole_plan(story, first, violating)
    _begun_plan(story, second)


def _who_it_is_about(story: Story) -> Involvement:
    with story.by(story.leader, hour=11) as act:
        (row,) = cases.add_involvement(
            case=story.case, token=uuid.uuid4(), role="violating", starts_on=story.day,
            described="Den som laget gruppen", **act,
        )  # fmt: skip
        return row


def _whole_plan(story: Story, about: Involvement, violating: Involvement) -> None:
    story.plan(
        problem="Eleven blir ledd av i en gruppe på nett, og tør ikke si noe i timene etterpå.",
        goal="Gruppen er borte, og eleven svarer trygg eller svært trygg tre ganger på rad.",
        together="",
        about=about,
    )
    start = story.calendar.add_open_days(story.day, 1).date
    contact = story.measure(
        "Fast trygg voksen",
        who="laerer.elva",
        deputy=story.made.people["rektor.elva"],
        start=start,
        groups=["exposed"],
        how="Ole møter eleven ved skapet hver morgen, og ringer på fredager hvis eleven vil.",
        why="Eleven vet ikke om det kommer noe nytt. Nå er det alltid en å gå til.",
        concerns=[about],
    )
    net = _one_after_the_other(story, start, violating)
    _shared(story, start)
    with story.by(story.leader, hour=12) as act:
        measures.write_plan(
            plan=story.plan_made, revision=story.plan_made.revision,
            problem=story.plan_made.problem, goal=story.plan_made.goal,
            together="Samtalen stopper det nå. Timene om nett gjør at det ikke kommer igjen.",
            **act,
        )  # fmt: skip
    story.complete("Eleven vil bli i klassen, og vil ikke at alle skal vite hvem det gjelder.")
    story.wait(1)
    story.start(contact)
    story.evaluate(contact, "laerer.elva", safety=3, effect="partly")
    _done(
        story, contact, "Møtte eleven tre ganger. Det går lettere når vi snakker før første time."
    )
    _completed_again(story, net)


def _one_after_the_other(story: Story, start, violating: Involvement):
    """What handles, and after it what prevents."""
    stop = story.measure(
        "Stoppsamtaler enkeltvis",
        who="rektor.elva",
        start=start,
        ends_on=story.calendar.add_open_weeks(start, 1).date,
        groups=["violating", "bystanders"],
        how="Elin snakker med hver av de seks som har skrevet i gruppen, og ringer hjem samme dag.",
        why="De som skriver, sier at de bare tuller. De må få vite at det må slutte nå.",
        concerns=[violating],
        digital=True,
    )
    after = story.calendar.add_open_days(stop.ends_on, 1).date
    return story.measure(
        "Timer om nettvett i klassen",
        who="laerer.elva",
        start=after,
        ends_on=story.calendar.add_open_weeks(after, 6).date,
        groups=["class", "parents"],
        level="system",
        after=[stop],
        how="Ole har en time hver tirsdag, og lager regler for grupper på nett sammen med klassen.",
        why="Hele klassen er i gruppen, og ingen visste hvordan de kunne si ifra.",
        digital=True,
        prevents=True,
    )


def _shared(story: Story, start) -> None:
    """Of the school, for whoever needs it: this plan refers to it."""
    with story.by(story.leader, hour=11) as act:
        shared = measures.add_shared_measure(
            unit=story.unit, token=uuid.uuid4(), title="Mobilfri skoledag", target_groups=["unit"],
            how="Telefonene ligger i skapet fra første til siste time.", digital=True,
            prevents=True, responsible=story.made.people["rektor.elva"], starts_on=start, **act,
        )  # fmt: skip
        measures.refer_to_shared(
            plan=story.plan_made,
            shared=shared,
            why="Gruppen blir brukt mest i friminuttene.",
            **act,
        )
    begun, story.day = story.day, start
    with story.by(story.leader, hour=9) as act:
        measures.start_shared_measure(shared=shared, on=start, **act)
    story.day = begun


def _done(story: Story, measure, text: str) -> None:
    with story.by("laerer.elva", hour=15) as act:
        measures.write_what_was_done(
            measure=measure, token=uuid.uuid4(), happened_on=story.day, text=text, **act
        )


def _completed_again(story: Story, net) -> None:
    """The class needs more time: the plan is changed, and the change is kept with its reason."""
    with story.by(story.leader, hour=13) as act:
        net = type(net).objects.get(pk=net.pk)
        measures.change_measure(
            measure=net,
            revision=net.revision,
            title=net.title,
            how=net.how,
            why=net.why,
            target_groups=net.target_groups,
            level=net.level,
            responsible=net.responsible,
            starts_on=net.starts_on,
            ends_on=story.calendar.next_open_day(net.ends_on + timedelta(days=14)).date,
            **act,
        )
    story.complete(
        "Eleven synes det er bra at hele klassen lærer det samme.",
        reason="Seks uker er for lite: klassen har to timer igjen før reglene er ferdige.",
    )


def _begun_plan(story: Story, about: Involvement) -> None:
    """Of the other pupil: the plan waits to be completed."""
    story.plan(
        problem="Eleven blir ikke lagt til når klassen avtaler noe, og sitter alene på bussen.",
        goal="Eleven er med når klassen avtaler noe.",
        together="",
        about=about,
    )
    story.measure(
        "Bussvenner",
        who="laerer.elva",
        start=story.calendar.add_open_days(story.day, 1).date,
        ends_on=story.calendar.add_open_weeks(story.day, 4).date,
        groups=["exposed", "bystanders"],
        how="Tre som eleven har valgt selv, sitter sammen med eleven på vei til og fra skolen.",
        why="Det er på bussen eleven merker det mest.",
    )
    with story.by(story.leader, hour=13) as act:
        measures.set_group_aside(
            plan=story.plan_made, target="violating",
            reason="Ingen stenger ute alene. Vi begynner med dem som sitter på bussen.", **act,
        )  # fmt: skip
