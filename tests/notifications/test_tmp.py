import time, os, signal
from notifications import tasks
def test_x(valkey, django_db_setup):
    for what in ("up", "frozen", "down"):
        if what=="frozen": os.kill(valkey.child.process.pid, signal.SIGSTOP)
        if what=="down": os.kill(valkey.child.process.pid, signal.SIGCONT); valkey.stop()
        for i in range(4):
            tasks._quiet_until=0
            t=time.perf_counter(); tasks.nudge(); print(what, round((time.perf_counter()-t)*1000,1), tasks._quiet_until)
