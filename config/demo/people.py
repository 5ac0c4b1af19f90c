"""Who can sign in, and as what."""

from dataclasses import dataclass

from organisations.roles import Role

PASSWORD = "trygg-ovelse-2026"  # noqa: S105 (practice data on this machine alone)


@dataclass(frozen=True)
class Account:
    """One person of the practice municipality. ``shown``: stands in the list that is printed."""

    address: str
    name: str
    role: Role
    place: str
    shown: bool = False

    @property
    def email(self) -> str:
        return f"{self.address}@tryggspor.example"


ACCOUNTS = (
    Account("rektor", "Randi Fjellstad", Role.PRINCIPAL, "fjellet", shown=True),
    Account("laerer", "Lars Lærum", Role.STAFF, "fjellet", shown=True),
    Account("ppt", "Petra Pettersen", Role.PPT_ADVISER, "ppt", shown=True),
    Account("eier", "Einar Eide", Role.OWNER_ADVISER, "owner", shown=True),
    Account("eieradmin", "Anna Amundsen", Role.OWNER_ADMINISTRATOR, "owner", shown=True),
    Account("styrer", "Siri Strand", Role.PRINCIPAL, "blaaklokka", shown=True),
    Account("inspektor", "Inger Indergård", Role.DEPUTY, "fjellet", shown=True),
    Account("skoleadmin", "Solveig Sand", Role.SCHOOL_ADMINISTRATOR, "fjellet", shown=True),
    Account("pptleder", "Pål Pihl", Role.PPT_LEADER, "ppt", shown=True),
    Account("saksbehandler", "Sanna Somby", Role.CASE_WORKER, "fjellet"),
    Account("personvern", "Per Personsen", Role.DATA_PROTECTION_OFFICER, "owner"),
    Account("kontakt7", "Kaja Kvam", Role.STAFF, "fjellet"),
    Account("miljo", "Mons Myhre", Role.STAFF, "fjellet"),
    Account("rektor.elva", "Elin Elvebakk", Role.PRINCIPAL, "elva"),
    Account("laerer.elva", "Ole Olsrud", Role.STAFF, "elva"),
    Account("rektor.haugen", "Håkon Haug", Role.PRINCIPAL, "haugen"),
    Account("laerer.haugen", "Hege Hamre", Role.STAFF, "haugen"),
    Account("rektor.sorsida", "Sunniva Sørli", Role.PRINCIPAL, "sorsida"),
    Account("laerer.sorsida", "Siv Solheim", Role.STAFF, "sorsida"),
    Account("pedagog", "Berit Blom", Role.STAFF, "blaaklokka"),
    Account("lyngeier", "Liv Lund", Role.OWNER_ADVISER, "private"),
    Account("lyngadmin", "Lasse Lie", Role.OWNER_ADMINISTRATOR, "private"),
    Account("styrer.lyng", "Signe Solli", Role.PRINCIPAL, "lyngbakken"),
    Account("pedagog.lyng", "Pia Pram", Role.STAFF, "lyngbakken"),
)


def accounts_as_text() -> str:
    """The list that ``make run`` prints."""
    lines = [f"  {account.email:<36} {account.role.label}" for account in ACCOUNTS if account.shown]
    return "\n".join([*lines, f"  password for all: {PASSWORD}"])
