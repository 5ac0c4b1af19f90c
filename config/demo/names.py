"""Invented names. Nobody is meant."""

FIRST = (
    "Ada", "Ailin", "Áilu", "Aksel", "Amina", "Ánne", "Arvid", "Astrid", "Aslak", "Biret",
    "Bjørk", "Dina", "Eirik", "Elle", "Embla", "Even", "Frøya", "Gáddjá", "Hassan", "Hedda",
    "Idar", "Iŋgá", "Isak", "Jáhkot", "Jonas", "Kari", "Kjersti", "Laila", "Leon", "Liv",
    "Máret", "Mathea", "Mikkel", "Minh", "Nikolai", "Njeaŋŋu", "Odin", "Olea", "Ørjan", "Peder",
    "Ragna", "Rávdná", "Rune", "Sander", "Selma", "Sigrid", "Sturla", "Thea", "Tuva", "Ulrik",
    "Vetle", "Viljar", "Yngve", "Zahra", "Åse", "Ærling",
)  # fmt: skip
LAST = (
    "Aasen", "Bakkevik", "Berglid", "Čáhppes", "Dalmo", "Engeset", "Fjellheim", "Gáivvás",
    "Granlien", "Haugsdal", "Holtet", "Idsø", "Jomaas", "Kvernvik", "Lillevold", "Mjelde",
    "Myklebost", "Nordmo", "Oskal", "Øverbygd", "Rundhaug", "Sáráhkká", "Skogmo", "Solbakk",
    "Storlien", "Šaldi", "Tverrdal", "Utvær", "Vassbotn", "Ørbekk", "Åsland",
)  # fmt: skip


def name(n: int) -> str:
    """The nth invented name; the first 1,736 are all different."""
    return f"{FIRST[n % len(FIRST)]} {LAST[(n * 7 + n // len(FIRST)) % len(LAST)]}"
