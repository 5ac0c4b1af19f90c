"""Where nothing that somebody wrote may lie when all is done: in Valkey, in what the programs say,
and in the browser."""

import redis

STORED = """async () => JSON.stringify([
    {...localStorage}, {...sessionStorage}, document.cookie,
    await caches.keys(), await indexedDB.databases()])"""


ASK = {
    b"none": lambda link, key: None,  # a worker has taken it meanwhile
    b"string": lambda link, key: link.get(key),
    b"list": lambda link, key: link.lrange(key, 0, -1),
    b"set": lambda link, key: link.smembers(key),
    b"hash": lambda link, key: link.hgetall(key),
    b"zset": lambda link, key: link.zrange(key, 0, -1),
}


def in_valkey(valkey):
    """Every key, with what it holds."""
    with redis.Redis.from_url(valkey.url.replace("redis+socket://", "unix://")) as link:
        found = [(key, ASK[link.type(key)](link, key)) for key in link.scan_iter()]
    return b"\n".join(repr(pair).encode() for pair in found).decode()


def in_logs(programs):
    return "\n".join(program.text() for program in programs.running)


def in_browser(*pages):
    return "\n".join(page.evaluate(STORED) for page in pages)


def leaked_from(programs, school, *pages):
    """What of the school's words and names lies where, while the programs run."""
    places = {
        "Valkey": in_valkey(programs.servers.valkey),
        "logs": in_logs(programs),
        "browser": in_browser(*pages),
        "addresses and titles": "\n".join(page.url + page.title() for page in pages),
    }
    secrets = school.secrets()
    return [(name, word) for name, text in places.items() for word in secrets if word in text]
