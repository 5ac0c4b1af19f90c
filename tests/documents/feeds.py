"""Turning calendars on, and reading them back: by the package, and by an own strict reader."""

import re

import icalendar

from documents.actions import turn_on_feed
from tests.clock import NOW, TODAY
from tests.scope import acting

LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)", re.DOTALL)


def turned_on(person, language="en"):
    """The address that a calendar program gets."""
    type(person).objects.filter(pk=person.pk).update(language=language)
    with acting(person, TODAY):
        return f"/calendar/{turn_on_feed(by=person, now=NOW)}.ics"


def fetch(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return strictly(response.content)


def told(client, address):
    """Day, words and state of each event, in order."""
    return [
        (event["DTSTART;VALUE=DATE"], event["SUMMARY"], event["STATUS"])
        for event in fetch(client, address)
    ]


def parsed(body):
    """The events as the package reads them."""
    return icalendar.Calendar.from_ical(body).walk("VEVENT")


def strictly(body):
    """The events as names and values, by the letter of RFC 5545: lines end with CR LF, hold at most
    75 octets, and are folded by one space; what begins also ends."""
    assert body.endswith(b"\r\n")
    lines = body.removesuffix(b"\r\n").split(b"\r\n")
    assert [line for line in lines if b"\n" in line or b"\r" in line or not line] == []
    assert [line for line in lines if len(line) > 75] == []
    # A letter is not cut in two.
    whole = body.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode("utf-8")
    assert [line.decode("utf-8") for line in lines]
    open_parts, events = [], []
    for line in whole.split("\r\n"):
        name, parameters, value = LINE.fullmatch(line).groups()
        if name == "BEGIN":
            open_parts.append(value)
            events += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert open_parts.pop() == value
        elif open_parts[-1] == "VEVENT":
            assert name + parameters not in events[-1]
            events[-1][name + parameters] = re.sub(r"\\([,;\\])", r"\1", value)
    assert open_parts == []
    return [_right(event) for event in events]


def _right(event):
    assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SEQUENCE", "LAST-MODIFIED"} <= set(event)
    assert re.fullmatch(r"\d{8}", event["DTSTART;VALUE=DATE"])
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        assert re.fullmatch(r"\d{8}T\d{6}Z", event[name])
    assert event["STATUS"] in ("CONFIRMED", "CANCELLED")
    return event
