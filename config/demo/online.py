"""What was seen online in the digital story: described, with a drawn screenshot, and a phone."""

import io
import uuid
from datetime import timedelta

from PIL import Image, ImageDraw

from cases import actions as cases
from config.demo.cases import Story


def play(story: Story) -> None:
    """The principal notes what the pupil showed, and keeps a phone until the end of the day."""
    with story.by(story.leader, hour=11) as act:
        cases.record_evidence(
            case=story.case, token=uuid.uuid4(), kind="messages", service="en gruppechat",
            happened_on=story.day, source="Eleven viste det på egen telefon.",
            described="Seks meldinger om klærne til eleven, og en oppfordring om å stenge ute.",
            shows_sexual=False, file=_screenshot(), **act,
        )  # fmt: skip
        cases.record_evidence(
            case=story.case, token=uuid.uuid4(), kind="picture", service="en app for bilder",
            happened_on=story.day, source="En forelder ringte.",
            described="Et bilde fra garderoben skal være delt. Ingen her har sett det.",
            shows_sexual=True, **act,
        )  # fmt: skip
    unnamed = story.case.involvements.exclude(described="").first()
    if unnamed is not None:
        with story.by(story.leader, hour=12) as act:
            cases.hand_in_phone(
                case=story.case, token=uuid.uuid4(), involvement=unnamed,
                ground="Skolens regler om bruk av telefon.", taken_by="kontaktlæreren",
                taken_at=act["now"] - timedelta(minutes=10), **act,
            )  # fmt: skip


def _screenshot() -> bytes:
    """A picture that shows plainly that it is for practice."""
    picture = Image.new("RGB", (360, 240), "white")
    draw = ImageDraw.Draw(picture)
    for row in range(6):
        draw.rounded_rectangle((20, 20 + row * 34, 340 - row * 20, 46 + row * 34), 8, "#dfe6ee")
    draw.text((30, 220), "Tryggspor practice data", fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
