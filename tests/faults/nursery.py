"""A process that has the product loaded and starts others by forking: `python -m … DESCRIPTOR`.

What it starts are processes of their own, in a group of their own, with connections of their own;
kill -9 kills them as it kills any. They only need not load Django a hundred times. It must itself
never open a connection, or all of them would share it.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import sys
import time
from datetime import datetime
from pathlib import Path

LONGEST_ORDER = 64 * 1024
PR_SET_PDEATHSIG = 1


def serve(link):
    """An order is one message: {"do": …, "with": {…}, "log": path, …}, perhaps with descriptors."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    link.sendall(b"ready")
    while True:
        data, descriptors, _flags, _address = socket.recv_fds(link, LONGEST_ORDER, 1)
        if not data:
            return
        child = os.fork()
        if child == 0:
            link.close()
            _live(json.loads(data), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        link.sendall(str(child).encode())


def _live(order, descriptors):
    code = 1
    try:
        os.setpgid(0, 0)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _write_into(order["log"])
        _change(order)
        DOES[order["do"]](*descriptors, **order["with"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _write_into(log):
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(file, 1)
    os.dup2(file, 2)
    # Written line by line, so that nothing said is lost in a kill.
    sys.stdout.reconfigure(line_buffering=True)


def _change(order):
    """Other settings, another way to the database, only so much more memory."""
    from django.conf import settings
    from django.db import connections

    for name, value in order["settings"].items():
        setattr(settings, name, value)
    if broker := order["settings"].get("CELERY_BROKER_URL"):
        os.environ["CELERY_BROKER_URL"] = broker
    connections.settings["default"].update(order["database"])
    if order["memory"]:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + order["memory"]
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


# ---------------------------------------------------------------- what they do
def _manage(command, **options):
    from django.core.management import call_command

    call_command(command, **options)


def _deliver(every):
    """Delivery round after round, as drain and beat run it, without the sweep before it."""
    from django.db import close_old_connections

    from notifications.tasks import deliver_due

    print("Delivers")
    while True:
        try:
            deliver_due()
        except Exception as error:
            print("round failed:", type(error).__name__)
        time.sleep(every)
        close_old_connections()


def _deliver_at(times):
    from django.utils import timezone

    from notifications.delivery import deliver

    for now in times:
        moment = datetime.fromisoformat(now) if now else timezone.now()
        while deliver(now=moment).is_full:
            pass


def _sweep_at(times, until_file=""):
    """Sweeps, one after the other; held back until the file is there, so that several begin at
    once."""
    from evaluations.sweep import sweep

    while until_file and not Path(until_file).exists():
        time.sleep(0.01)
    for now in times:
        sweep(datetime.fromisoformat(now))


def _celery(arguments):
    from celery.__main__ import main

    sys.argv = ["celery", "-A", "config", *arguments]
    sys.exit(main())


def _web(listener, threads):
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = [
        "gunicorn", "config.wsgi", "--bind", f"fd://{listener}", "--worker-class", "gthread",
        "--threads", str(threads), "--no-control-socket", "--graceful-timeout", "2",
    ]  # fmt: skip
    WSGIApplication("%(prog)s").run()


DOES = {
    "manage": _manage,
    "deliver": _deliver,
    "deliver_at": _deliver_at,
    "sweep_at": _sweep_at,
    "celery": _celery,
    "web": _web,
}


def main():
    import django

    django.setup()
    # Loaded once, for all: what a process would load first of all.
    import config.celery
    import config.urls
    import config.wsgi  # noqa: F401

    serve(socket.socket(fileno=int(sys.argv[1])))


if __name__ == "__main__":
    main()
