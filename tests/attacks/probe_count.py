import time, collections
import pytest
from tests.attacks.test_sweep import *

@pytest.mark.parametrize("viewer", ["principal", "teacher", "owner_administrator", "deputy", "school_administrator"])
def test_count(viewer, built, neighbours):
    s = Sweep(viewer, built, neighbours)
    paths = addresses(built)
    t = time.process_time()
    n = 0
    for p in paths:
        for m in METHODS: s.ask(m, p); n += 1
    print("\n", viewer, "methods", n, time.process_time() - t); t = time.process_time()
    forms = s.forms(paths)
    print("gets", len(paths), time.process_time() - t); t = time.process_time()
    for f in forms:
        c = collections.Counter()
        orig = s.ask
        def ask(method, path, fields=None):
            r = orig(method, path, fields); c[r.status_code] += 1; return r
        s.ask = ask
        (s.one_by_one if viewer in ONE_BY_ONE else s.all_at_once)(f)
        s.ask = orig
        print("  ", f.action[-60:], list(f.fields), dict(c), round(time.process_time() - t, 2)); t = time.process_time()
