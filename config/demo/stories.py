"""What happened: one story for each state that a case can be in."""

import uuid

from cases import actions as cases
from config.demo import (
    answers,
    county,
    desk,
    kindergartens,
    library,
    online,
    plans,
    through_the_year,
    told,
    voices,
)
from config.demo.cases import Story
from config.demo.places import Municipality


def play(made: Municipality) -> None:
    """All stories, oldest first."""
    library.word_own_measure(made)
    # Before others at the same place: the rounds that it plays make steps for every open case.
    through_the_year.play(made)
    closed_last_term(made)
    followed_up(made)
    kindergartens.play(made)
    county.play(made)
    monitored(made)
    digital(made)
    plans.play(made)
    small_school(made)
    wrongly_registered(made)
    reported_today(made)
    told.play(made)
    answers.play(made)


TALKS = (
    "Gikk en tur sammen. Eleven vil at vi møtes ved inngangen.",
    "Det er bedre i gangen. Eleven gruer seg fortsatt til gym.",
    "Eleven hadde spist med to andre. Vil gjerne fortsette å møtes.",
    "En rolig prat. Eleven ville helst snakke om bandet sitt.",
)


def followed_up(made: Municipality) -> None:
    """The main one: two simultaneous measures and a serial one, evaluated along the way."""
    story = Story(made, "fjellet", "rektor", weeks_ago=8)
    story.open(
        pupils=[80],
        text="Eleven forteller at ingen vil være sammen i friminuttene, og at det har vart lenge.",
        kinds=["exclusion", "words"],
        help_wanted="advice",
    )
    desk.gives_advice(story)
    story.change(cases.investigate_case)
    voices.heard(
        story,
        own_words="Det er verst etter gym. Da går alle, og jeg må vente til de har gått.",
        adults_think="Det stemmer med det vi har sett i storefri.",
    )
    voices.family(story)
    trusted = voices.trusts(story, "laerer")
    story.wait(2)
    voices.looked_into(story)
    story.plan(
        problem="Eleven blir stengt ute i friminutt og garderobe, og føler seg utrygg etter gym.",
        goal="Eleven svarer trygg eller svært trygg tre ganger på rad.",
        together="Voksen i garderoben gjør det trygt nå. Klassemøtene bygger det som skal vare.",
    )
    contact, wardrobe = _two_at_once_and_one_after(story)
    story.complete(
        "Eleven vil at noe skjer, og vil ikke flyttes. Planen følger det.",
        violating="Det er ennå ikke avklart hvem som stenger ute. Vi snakker med dem én og én.",
    )
    story.wait(1)
    for measure in (contact, wardrobe):
        story.start(measure)
    story.evaluate(contact, "laerer", safety=2, effect="partly")
    story.evaluate(wardrobe, "miljo", safety=2, effect="yes")
    story.evaluate(wardrobe, "miljo", safety=3, effect="yes", then="stop")
    voices.talked(story, trusted, "laerer", *TALKS)
    # The third one is left: it waits on the teacher's Min dag, overdue.
    story.evaluate(contact, "laerer", safety=3, effect="yes")


def _two_at_once_and_one_after(story: Story):
    start = story.calendar.add_open_days(story.day, 1).date
    mid = story.calendar.add_open_weeks(start, 3).date
    after = story.calendar.add_open_days(mid, 1).date
    contact = story.measure(
        "Fast trygg voksen",
        who="laerer",
        start=start,
        groups=["exposed"],
        how="Lars møter eleven hver morgen og etter gym, og tar en kort prat på fredager.",
        why="Eleven har ingen å gå til når det skjer. Nå er det alltid en som venter.",
    )
    wardrobe = story.measure(
        "Voksen i garderoben",
        who="miljo",
        start=start,
        ends_on=mid,
        groups=["exposed", "bystanders", "unit"],
        level="system",
        how="Mons er i garderoben fra ti minutter før til ti minutter etter gym.",
        why="Det er der eleven er mest utrygg, og der ingen voksne har sett det.",
    )
    story.measure(
        "Klassemøter om miljøet",
        who="kontakt7",
        start=after,
        groups=["class", "bystanders"],
        level="system",
        after=[wardrobe],
        how="Kaja leder et møte hver uke om hvem vi er sammen med, og hva vi gjør når vi ser noe.",
        why="De som ser på, sier at de ikke vet hva de skal gjøre. Det øver klassen på her.",
    )
    return contact, wardrobe


def monitored(made: Municipality) -> None:
    """It has become better, and is watched for a while."""
    story = Story(made, "haugen", "rektor.haugen", weeks_ago=9)
    story.open(pupils=[3], text="Eleven blir dyttet i korridoren.", kinds=["physical"])
    story.received_by_ppt()
    story.plan(
        problem="Eleven blir dyttet i korridoren mellom timene når ingen voksne er der.",
        goal="Eleven går i korridoren uten å være redd.",
        together="Vaktene gjør korridoren trygg, og samtalene sier fra at det må slutte.",
    )
    guard = story.measure(
        "Voksen i overganger",
        who="laerer.haugen",
        start=story.day,
        groups=["unit", "exposed"],
        level="system",
        how="To voksne går i korridoren i alle overganger.",
        why="Det skjer bare når ingen voksne er der.",
    )
    story.complete(
        "Eleven ønsker at det ikke lages mer oppmerksomhet enn nødvendig.",
        violating="Vi vet ikke hvem som dytter. Det slutter når en voksen er der.",
        bystanders="Eleven ber om at ingen andre blir spurt nå.",
        **{"class": "Det er elever fra andre klasser i korridoren."},
    )
    story.start(guard)
    for safety in (3, 4):
        story.evaluate(guard, "laerer.haugen", safety=safety, effect="yes")
    story.day = made.today
    story.change(cases.monitor_case)


def digital(made: Municipality) -> None:
    """Being investigated: something shared online, and nobody knows by whom."""
    story = Story(made, "elva", "rektor.elva", weeks_ago=1)
    story.open(
        pupils=[75],
        described=["Noen på trinnet som har delt meldinger"],
        text="Meldinger om eleven er delt i en gruppe mange på trinnet er med i.",
        kinds=["digital", "words"],
        source="peer",
        places=["online"],
        serious_reason="Eleven er redd for å komme på skolen.",
        help_wanted="meeting",
    )
    story.wait(1)
    story.change(cases.investigate_case)
    story.write("guardians", "Ringte hjem. De vil gjerne være med på et møte.")
    online.play(story)
    voices.online(story)
    answers.received(story)


def small_school(made: Municipality) -> None:
    """Few pupils in the stage band: PPT is told of a small unit."""
    story = Story(made, "sorsida", "rektor.sorsida", weeks_ago=1)
    story.open(
        pupils=[4, 5],
        text="To elever krangler hver dag på bussen, og den ene vil ikke lenger ta den.",
        kinds=["words"],
        source="staff",
        places=["way_to_school"],
    )


def closed_last_term(made: Municipality) -> None:
    """Followed up and closed, with a reason."""
    story = Story(made, "fjellet", "rektor", weeks_ago=11)
    story.open(pupils=[20], text="Eleven fikk stygge lapper i sekken.", kinds=["words"])
    story.received_by_ppt()
    story.change(cases.investigate_case)
    story.plan(
        problem="Eleven får lapper i sekken når den står uten tilsyn.",
        goal="Ingen flere lapper, og eleven kjenner seg trygg.",
        together="Sekken står trygt, og samtalene gjør at det slutter.",
    )
    talk = story.measure(
        "Faste samtaler",
        who="laerer",
        start=story.day,
        ends_on=story.calendar.add_open_weeks(story.day, 2).date,
        groups=["exposed", "class"],
        how="Lars snakker med eleven hver uke, og sekkene står i klasserommet.",
        why="Lappene kommer når sekkene står i gangen.",
    )
    story.complete(
        "Eleven vil at det skal være enkelt.",
        violating="Ingen vet hvem som skrev lappene.",
        bystanders="Ingen så det skje.",
        unit="Det gjelder sekkene på én gang, og de er flyttet.",
    )
    story.start(talk)
    story.evaluate(talk, "laerer", safety=5, effect="yes", then="stop")
    story.change(cases.monitor_case)
    story.wait(10)
    story.change(
        cases.close_case,
        token=uuid.uuid4(),
        reason="Eleven har svart svært trygg, og foreldrene er enige. Ny prat i vår.",
        early_reason="Lappene sluttet for ni uker siden, og eleven vil ikke ha flere samtaler.",
        professional_help="not_needed",
        best_interests="Eleven sier selv at det er nok, og vet hvem det er lett å gå til.",
    )


def wrongly_registered(made: Municipality) -> None:
    """Registered at the wrong place, and said so."""
    story = Story(made, "elva", "rektor.elva", weeks_ago=3)
    story.open(pupils=[2], text="Gjelder en annen skole.", kinds=["unknown"], source="other")
    story.change(cases.void_case, reason="Saken hører til en annen skole. De er varslet.")


def reported_today(made: Municipality) -> None:
    """New this morning: no plan yet."""
    story = Story(made, "fjellet", "rektor", weeks_ago=0)
    story.day = made.today
    story.open(
        pupils=[62],
        text="En medelev sa fra om dytting i køen til kantina i dag tidlig.",
        kinds=["physical"],
        source="peer",
        places=["corridor"],
    )
