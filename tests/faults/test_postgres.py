"""F09–F12, F22 and F23: PostgreSQL goes, comes back, hangs up, loses an answer, has no room."""

import hashlib
import random
import string
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from cases.models import Attachment, AttachmentContent, Case, Entry
from tests.cases.sheets import STEPS, begun, part, sheet
from tests.factories.cases import CaseFactory
from tests.factories.digital import PDF
from tests.faults.databases import Terminating, back, gone_at_once, no_room, proxy_to
from tests.faults.web import Web
from tests.servers import wait_until

POSTS = 50
# Another process writes the log of changes then (``no_room``).
FORGETFUL = {"OPTIONS": {"options": "-c synchronous_commit=off"}}


@pytest.fixture
def web(fault):
    """Made when asked for, since the way to the database differs."""
    made = []

    def make(**more):
        made.append(Web(fault.nursery, **more))
        return made[-1]

    yield make
    for web in made:
        web.stop()


def entry(text):
    return {
        "kind": "note", "happened_on": "20.11.2025", "text": text, "token": str(uuid.uuid4()),
    }  # fmt: skip


class Writing:
    """Entries sent into one case, four at a time."""

    def __init__(self, fault, web, place):
        self.case = CaseFactory(unit=place.school)
        self.hand = web.hand_of(place.principal)
        self.path = f"/cases/{self.case.pk}/entries/new/"
        self.hand.wait_until_well(self.path)
        self.forms = [entry(f"Notat {fault.seed}-{number} æøå") for number in range(POSTS)]
        self.fault = fault

    def send_all(self, meanwhile):
        """``meanwhile`` is called when a part of them is through."""
        moment = self.fault.random.randrange(POSTS // 5, POSTS // 2)
        with ThreadPoolExecutor(4) as pool:
            sent = []
            for number, fields in enumerate(self.forms):
                sent.append(pool.submit(self.hand.post, self.path, fields))
                if number == moment:
                    sent[moment // 2].result()
                    meanwhile()
            return [answer.result() for answer in sent]

    def check(self, answers, most_copies=0):
        """Each is whole or absent; what was said to be saved is; what was not comes back. Sent
        once more, as by the Back button, each is there once."""
        self.hand.wait_until_well(self.path)
        stored = set(Entry.objects.values_list("text", flat=True))
        for fields, answer in zip(self.forms, answers, strict=True):
            assert answer.status_code != 302 or fields["text"] in stored
        for fields, answer in zip(self.forms, answers, strict=True):
            if answer.status_code != 302:
                assert self.hand.post(self.path, fields).status_code == 302
        texts = [fields["text"] for fields in self.forms]
        assert sorted(Entry.objects.values_list("text", flat=True)) == sorted(texts)
        bad = [answer for answer in answers if answer.status_code >= 500]
        print(f"measured: {len(bad)} of {POSTS} forms met the fault")
        asked = {"texts": texts, "stored": "\n".join(stored), "answers": answers}
        self.fault.check(most_copies=most_copies, **asked)


def test_f09_stopped_at_once_in_the_middle_of_fifty_forms(fault, fjellet, web, servers):
    fault.some_letters()
    writing = Writing(fault, web(), fjellet)

    def falls():
        gone_at_once(servers.postgres)
        time.sleep(fault.random.random())
        back(servers.postgres)

    answers = writing.send_all(falls)
    fault.kills += 1
    fault.sender()
    fault.settle()
    writing.check(answers)


def test_f10_away_and_back(fault, fjellet, web, servers):
    """The web, drain and a Celery worker that were there before go on, and catch up."""
    hand = web().hand_of(fjellet.principal)
    hand.wait_until_well()
    drain = fault.nursery("manage", command="drain", loop=0.5, settings=fault.mail())
    drain.wait_for("Drained at")
    letters = fault.some_letters()
    gone_at_once(servers.postgres)
    answers = [hand.get("/today/") for _number in range(3)]
    time.sleep(fault.random.uniform(2, 5))
    assert {answer.status_code for answer in answers} == {500}
    back(servers.postgres)
    fault.kills += 1
    hand.wait_until_well()
    fault.some_letters()
    fault.settle()
    assert (len(letters) <= len(fault.host.to()), drain.ended) == (True, False)
    fault.check(answers=answers)


def test_f11_sessions_ended_at_random(fault, fjellet, web, servers):
    fault.some_letters()
    fault.host.is_heard_in_vain = True
    writing = Writing(fault, web(), fjellet)
    fault.sender()
    with Terminating(servers.postgres, fault.seed, every=0.3) as ending:
        answers = writing.send_all(lambda: wait_until(lambda: ending.count > 2, "some to end"))
        wait_until(lambda: ending.count > 8, "more to end")
    fault.kills += ending.count
    fault.settle()
    writing.check(answers, most_copies=ending.count)


def test_f12_the_answer_to_commit_is_lost(fault, fjellet, web, servers):
    """The case is there, and whoever logged it met a fault. The same sheet sent again leads to it:
    there are not two."""
    with proxy_to(servers.postgres, servers.folder) as proxy:
        hand = web(threads=1, database=proxy.database).hand_of(fjellet.principal)
        fields = sheet(known_on=f"{timezone.localdate():%d.%m.%Y}")
        address = begun(hand)
        for step in list(STEPS)[:-1]:
            assert hand.post(f"{address}{step}/", part(fields, step)).status_code == 302
        last = list(STEPS)[-1]
        proxy.lose_answer_to(b"COMMIT", after=b'INSERT INTO "cases_case"')
        answers = [hand.post(f"{address}{last}/", part(fields, last)) for _time in range(2)]
    assert proxy.lost.is_set()
    case = Case.objects.get()
    assert [answer.status_code for answer in answers] == [500, 302]
    assert answers[1]["Location"] == case.get_absolute_url()
    fault.duties += [(case.alert_id, pk) for pk in (fjellet.ppt_adviser.pk, fjellet.ppt_leader.pk)]
    fault.settle_at(timezone.now())
    fault.check(texts=[fields["what_happened"]], stored=case.what_happened, answers=answers)


# 503 where there is no room for the line that says who read the case, either.
REFUSED = (500, 503)


def noise(fault, length):
    """What cannot be packed small."""
    return "".join(fault.random.choices(string.ascii_letters, k=length))


def test_f22_no_room_during_a_save(fault, fjellet, web, servers):
    """Refused whole, with the text; saved when there is room again."""
    fault.some_letters()
    case = CaseFactory(unit=fjellet.school)
    hand = web(threads=1, database=FORGETFUL).hand_of(fjellet.principal)
    path = f"/cases/{case.pk}/entries/new/"
    hand.wait_until_well(path)
    form = entry(noise(fault, 9_900))
    with no_room(servers.postgres):
        answer = hand.post(path, form)
    assert answer.status_code in REFUSED
    assert Entry.objects.count() == 0
    assert form["text"] in answer.text
    assert hand.post(path, form).status_code == 302
    assert Entry.objects.get().text == form["text"]
    fault.deliver_at()
    fault.check(texts=[form["text"]], stored=form["text"], answers=[answer])


def test_f23_no_room_during_an_upload(fault, fjellet, web, servers):
    """No row without its file, no half file; the same form again stores it once."""
    case = CaseFactory(unit=fjellet.school)
    hand = web(threads=1, database=FORGETFUL).hand_of(fjellet.principal)
    path = f"/cases/{case.pk}/digital/new/file/"
    hand.wait_until_well(f"/cases/{case.pk}/")
    file = PDF[:8] + random.Random(fault.seed).randbytes(500_000) + PDF[8:]
    form = {"title": "Et brev", "source": "Eleven hadde det.", "token": str(uuid.uuid4())}
    with no_room(servers.postgres):
        answer = hand.post_file(path, form, "file", file)
    assert answer.status_code in REFUSED
    assert (Attachment.objects.count(), AttachmentContent.objects.count()) == (0, 0)
    assert hand.post_file(path, form, "file", file).status_code == 302
    kept = AttachmentContent.objects.get()
    assert hashlib.sha256(kept.received).hexdigest() == kept.attachment.sha256
    fault.check(
        texts=[form["title"], form["source"]],
        stored=f"{kept.attachment.title} {kept.attachment.source}",
        answers=[answer],
    )
