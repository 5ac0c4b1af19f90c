"""One case that has been followed for most of a school year, so that the pages about time show
something on any day: reviews, the handover, an evaluation day with minutes, a change of school."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from cases import actions as cases
from cases.models import Case, Handover
from cases.rules import handover_steps, summer
from config.demo import desk, voices
from config.demo.cases import Story
from config.demo.places import Municipality
from evaluations.actions import (
    prepare_reviews,
    record_shared_evaluation,
    review_case,
    write_minutes,
)
from evaluations.models import CaseReview
from evaluations.rules import YOUNG_DAYS, rounds_of
from measures import actions as measures
from measures.models import Measure, PlanReference, SharedMeasure
from organisations.calendar import school_year_of
from organisations.law import advice_on

LEADER, TEACHER = "rektor.sorsida", "laerer.sorsida"
WEEKS = 32
"""Open weeks: on any day of the year there is a review and a step of the handover among them."""

Act = Callable[[Story, Any], None]
TALKS = (
    "Bussen gikk greit denne uka. Vi sitter sammen foran.",
    "Eleven har begynt å spille sjakk med to andre etter maten.",
    "En stille dag. Eleven vil fortsette å møtes.",
)


def play(made: Municipality) -> None:
    story = Story(made, "sorsida", LEADER, weeks_ago=WEEKS)
    begun = story.day
    story.open(
        pupils=[9],
        text="Eleven blir holdt utenfor i friminuttene, og har sluttet å ta bussen.",
        kinds=["exclusion"],
        places=["break", "way_to_school"],
    )
    story.received_by_ppt()
    voices.heard(story, own_words="De andre løper når jeg kommer.")
    voices.family(story)
    trusted = voices.trusts(story, TEACHER)
    who_leaves = _one_who_changes(story)
    own = _measures(story)
    _common_day(story)
    voices.talked(story, trusted, TEACHER, *TALKS)
    for day, act, row in sorted(_rounds(story, begun), key=lambda one: one[0]):
        _evaluated(story, own, day, begun)
        story.day = day
        act(story, row)
    _evaluated(story, own, made.today, begun)
    _meeting(story, own, _shared(story))
    _changes_school(story, who_leaves)
    story.day = made.today
    desk.is_asked_to_take(
        story,
        own[0],
        "deputy",
        "Kan en av dere bli med i lekegruppa to dager i uken, og veilede den som leder den?",
        "Vi er få voksne, og trenger noen som kan dette når elever blir stengt ute.",
    )


def _one_who_changes(story: Story) -> Any:
    with story.by(LEADER, hour=12) as act:
        (row,) = cases.add_involvement(
            case=story.case, token=uuid.uuid4(), role="violating", pupils=[story.pupils[20]],
            starts_on=story.day, **act,
        )  # fmt: skip
    return row


def _measures(story: Story) -> list[Measure]:
    story.plan(
        problem="Eleven er alene i friminuttene, og er redd på bussen.",
        goal="Eleven har noen å være sammen med, og tar bussen igjen.",
        together="Lekegruppa gir noen å være sammen med. Voksen på bussen gjør veien trygg.",
    )
    made = [
        story.measure(
            "Lekegruppe i storefri",
            who=TEACHER,
            start=story.day,
            groups=["exposed", "class"],
            level="system",
            how="Siv leder en lek på ballplassen hver dag, og alle i klassen kan bli med.",
            why="Eleven blir stengt ute når leken går av seg selv.",
        ),
        story.measure(
            "Voksen på bussen",
            who=TEACHER,
            start=story.day,
            groups=["exposed", "violating"],
            how="Siv følger bussen fram til kirka, og eleven sitter foran.",
            why="På bussen er det ingen voksne, og det er der det begynte.",
        ),
    ]
    story.complete(
        "Eleven vil helst leke med de andre, og vil ikke flyttes.",
        bystanders="Klassen er liten, og alle er med i lekegruppa.",
        unit="Det gjelder én klasse og én buss.",
    )
    for measure in made:
        story.start(measure)
    return made


def _common_day(story: Story) -> None:
    with story.by(LEADER, hour=13) as act:
        measures.choose_evaluation_weekday(case=story.case, weekday=Case.Weekday.WEDNESDAY, **act)


def _evaluated(story: Story, own: list[Measure], until: date, begun: date) -> None:
    """What has fallen due before this day is answered on its day: it becomes better slowly."""
    better_from = story.calendar.add_open_weeks(begun, 10).date
    for measure in own:
        while (due := _due(story, measure)) and due < until:
            safety = 4 if due >= better_from else 3
            story.evaluate(
                measure, TEACHER, safety=safety, effect="yes" if safety > 3 else "partly"
            )


def _due(story: Story, measure: Measure | SharedMeasure) -> date | None:
    with story.by(TEACHER):
        return type(measure).objects.get(pk=measure.pk).evaluate_on


def _rounds(story: Story, begun: date) -> Iterator[tuple[date, Act, Any]]:
    """The reviews of the whole case and the steps of the handover that lie behind."""
    today = story.made.today
    for starts in {school_year_of(begun), school_year_of(today)}:
        for one in rounds_of(story.calendar, starts):
            if begun <= one.due_on and (one.due_on - begun).days >= YOUNG_DAYS:
                if one.due_on < today:
                    yield one.due_on, _review, one.code
        for step in handover_steps(story.calendar, starts, advice_on("handover", today)):
            if begun <= min(step.due_on, step.opened_until) and step.due_on < today:
                yield step.due_on, STEPS[step.kind], starts


def _review(story: Story, code: str) -> None:
    with story.by(LEADER, hour=9) as act:
        prepare_reviews(now=act["now"])
        row = CaseReview.objects.get(
            case=story.case, round=code, school_year=school_year_of(story.day)
        )
        review_case(
            review=row,
            how="Eleven er med i leken de fleste dager. Bussen er fortsatt vanskelig på fredager.",
            help=["other"],
            plan="goes_on",
            **act,
        )


def _step(story: Story, kind: str, starts: int, act: dict) -> Handover:
    measures.prepare_handovers(now=act["now"])
    return Handover.objects.get(case=story.case, kind=kind, school_year=starts)


def _may(story: Story, starts: int) -> None:
    with story.by(LEADER, hour=9) as act:
        cases.write_class_division(
            handover=_step(story, "may", starts, act),
            text="De to som krangler på bussen, bør ikke sitte i samme gruppe til høsten.",
            **act,
        )


def _june(story: Story, starts: int) -> None:
    advice = advice_on("handover", story.made.today)
    first, last = summer(story.calendar, starts, advice)
    with story.by(LEADER, hour=9) as act:
        cases.hand_over_for_summer(
            handover=_step(story, "june", starts, act),
            text="Lekegruppa begynner igjen første skoledag. Familien ringer rektor i ferien.",
            contact=story.made.people[LEADER],
            first_day=first,
            last_day=last,
            **act,
        )


def _august(story: Story, starts: int) -> None:
    with story.by(LEADER, hour=9) as act:
        cases.check_in_after_summer(
            handover=_step(story, "august", starts, act),
            happened_on=story.day,
            text="Eleven gledet seg til å begynne igjen. Foreldrene vil ha en voksen på bussen.",
            contact=story.made.people[TEACHER],
            **act,
        )


def _new_year(story: Story, starts: int) -> None:
    with story.by(LEADER, hour=11) as act:
        measures.hand_on_measures(
            handover=_step(story, "plan", starts, act), responsible={}, classes={}, **act
        )


STEPS: dict[str, Act] = {"may": _may, "june": _june, "august": _august, "plan": _new_year}


def _shared(story: Story) -> PlanReference:
    """Of the school, for whoever needs it: this plan refers to it. Evaluated on its days."""
    story.day = story.calendar.add_open_days(story.made.today, -30).date
    with story.by(LEADER, hour=11) as act:
        shared = measures.add_shared_measure(
            unit=story.unit, token=uuid.uuid4(), title="Voksne ute i alle friminutt",
            target_groups=["unit"], how="To voksne er på ballplassen, og én ved bussen.",
            responsible=story.made.people[LEADER], starts_on=story.day, **act,
        )  # fmt: skip
        reference = measures.refer_to_shared(
            plan=story.plan_made, shared=shared, why="Det skjer der ingen voksne ser det.", **act
        )
    with story.by(LEADER, hour=12) as act:
        measures.start_shared_measure(shared=shared, on=story.day, **act)
    while (due := _due(story, shared)) and due < story.made.today:
        story.day = due
        with story.by(LEADER, hour=13) as act:
            record_shared_evaluation(
                shared=shared, due_on=due, effect="yes", next="continue", **act
            )
    return reference


def _meeting(story: Story, own: list[Measure], reference: PlanReference) -> None:
    story.day = story.calendar.add_open_days(story.made.today, -1).date
    with story.by(LEADER, hour=14) as act:
        write_minutes(
            case=story.case,
            token=uuid.uuid4(),
            happened_on=story.day,
            people=[story.made.people[LEADER], story.made.people[TEACHER]],
            others="mor",
            decided="Lekegruppa går videre. Voksen på bussen bare om morgenen fra neste uke.",
            evaluated=[*own, reference],
            **act,
        )


def _changes_school(story: Story, row: Any) -> None:
    with story.by(LEADER, hour=15) as act:
        cases.change_school(
            involvement=row,
            unit=story.made.places["elva"],
            token=uuid.uuid4(),
            what="Eleven har vært med på å stenge ute en annen, og har fått hjelp til å slutte.",
            reason="Eleven begynner hos dere, og har nytte av de samme voksne rundt seg.",
            works="Korte samtaler hver fredag, og noe å ha ansvar for i friminuttene.",
            wishes="Vil starte på nytt, og ha en voksen å snakke med fra første dag.",
            contact="Sunniva Sørli, rektor ved Sørsida oppvekstsenter",
            **act,
        )
