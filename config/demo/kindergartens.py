"""Two kindergartens: a child who is left out of the play, and one whose parents told of it."""

from cases import actions as cases
from config.demo import voices
from config.demo.cases import Story
from config.demo.places import Municipality


def play(made: Municipality) -> None:
    kindergarten(made)
    private_kindergarten(made)


def kindergarten(made: Municipality) -> None:
    """A child who is left out of the play. The unit is small, so PPT is not told which it is."""
    story = Story(made, "blaaklokka", "styrer", weeks_ago=4)
    story.open(
        pupils=[12],
        text="Foreldrene forteller at barnet ikke vil gå i barnehagen og sier at ingen vil leke.",
        kinds=["exclusion"],
        source="guardian",
        places=["play_outdoors"],
    )
    story.wait(2)
    voices.heard(
        story,
        how="observed",
        own_words="Barnet stilte seg ved siden av de andre, så på, og gikk til den voksne.",
        adults_think="Barnet vil være med, og venter på å bli spurt.",
    )
    trusted = voices.trusts(story, "pedagog")
    story.plan(
        problem="Barnet kommer ikke inn i leken ute og trekker seg unna etter få minutter.",
        goal="Barnet er med i lek sammen med andre de fleste dagene i uken.",
        together="Den voksne hjelper inn i leken, og gruppen får faste leker som alle kan.",
    )
    play = _help_into_play(story)
    story.complete(
        "Barnet viser glede i lek med få barn. Vi begynner der.",
        violating="Barna er små, og ingen stenger ute med vilje. Vi hjelper dem i leken sammen.",
        bystanders="Alle barna er med i leken som den voksne leder.",
        unit="Det skjer bare på denne avdelingen.",
    )
    story.wait(1)
    story.start(play)
    story.evaluate(play, "pedagog", safety=3, effect="partly", note="Best når det er tre barn.")
    voices.talked(
        story,
        trusted,
        "pedagog",
        "Bygde i sandkassa sammen. Barnet viste meg hvor det helst vil være.",
        "Leste en bok på fanget. Barnet fortalte om en ny venn.",
    )


def _help_into_play(story: Story):
    return story.measure(
        "Hjelp inn i lek",
        who="pedagog",
        start=story.calendar.add_open_days(story.day, 1).date,
        groups=["exposed", "class"],
        how="Berit begynner en lek barnet kan, og trekker seg gradvis ut.",
        why="Barnet vil være med, men finner ikke veien inn. En voksen kan åpne den.",
    )


def private_kindergarten(made: Municipality) -> None:
    """Under a private owner: the parents told of it, and it is being looked into."""
    story = Story(made, "lyngbakken", "styrer.lyng", weeks_ago=1)
    story.open(
        pupils=[4],
        text="Foreldrene forteller at barnet gråter ved levering og er redd for å bli jaget bort.",
        kinds=["exclusion", "words"],
        source="guardian",
        places=["play_indoors"],
        help_wanted="advice",
    )
    story.received_by_ppt()
    story.wait(1)
    story.change(cases.investigate_case)
    story.write("note", "Vi følger med i frileken på avdelingen hver dag denne uken.")
