"""What is kept out of every log line of the process."""

import logging

from common import logs

logger = logging.getLogger("tests.logs")


def test_what_fits_is_left_out_and_the_rest_stays(caplog, monkeypatch):
    monkeypatch.setattr(logs, "_kept_out", dict(logs._kept_out))
    before = logging.getLogRecordFactory()
    logs.keep_out(r"(?<=key=)\w+")
    logs.keep_out(r"(?<=key=)\w+")
    with caplog.at_level(logging.INFO):
        logger.info("asked with key=%s by %s", "abc123", "Anne")
        logger.info("key=abc123")
        logger.info("100 % sure, without arguments")
        logger.info({"no": "text"})
    assert caplog.messages == [
        "asked with key=… by Anne",
        "key=…",
        "100 % sure, without arguments",
        "{'no': 'text'}",
    ]
    assert logging.getLogRecordFactory() is before


def test_a_line_that_cannot_be_made_is_left_to_whoever_writes_it(monkeypatch):
    record = logs._made("x", logging.INFO, "x.py", 1, "%d of %d", ("one",), None)
    assert record.args == ("one",)
