"""Becomes the program it is given, once its life is tied to its parent's. Standard library only.

    child.py PARENT STOP_SIGNAL USER PROGRAM [ARGUMENT…]

USER is "-" or "uid:gid". The kernel forgets the tie when the user changes, hence the order here.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, stop, user, *command = sys.argv[1:]
    if user != "-":
        uid, gid = (int(part) for part in user.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(stop), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("the parent is gone")
    # Python ignores these two from its start, and an ignored signal stays so in the new program.
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored, signal.SIG_DFL)
    os.execv(command[0], command)


main()
