"""The pages about the log, the end of a case, and the county governor."""

from cases.models import Case, CountyCase, OrderedAct


def ending_screens(made):
    """Who opens it, its name, its address and what that is asked with."""
    fjellet = {case.state: case for case in Case.objects.filter(unit=made.places["fjellet"])}
    followed, closed = fjellet["follow_up"], fjellet["closed"]
    county = CountyCase.objects.select_related("case").get()
    case, act = county.case, OrderedAct.objects.get()
    leader = "rektor.haugen"
    yield leader, "log", "overview:log", case.pk
    yield leader, "log-print", "overview:print_log", case.pk
    entry = case.entries.filter(kind="child_welfare").get()
    yield leader, "entry-withdrawn", "cases:withdraw_entry", case.pk, entry.pk
    yield leader, "case-with-county", "overview:case", case.pk
    yield leader, "authorities", "cases:authorities", case.pk
    yield leader, "authorities-open", "cases:open_county_case", case.pk
    yield leader, "authorities-decision", "cases:note_decision", case.pk, county.pk
    yield leader, "authorities-letter", "cases:add_letter", case.pk, county.pk, "out"
    yield leader, "authorities-act", "cases:add_act", case.pk, county.pk
    yield leader, "authorities-end", "cases:end_county_case", case.pk, county.pk
    yield leader, "hold", "cases:hold", case.pk
    yield leader, "hold-end", "cases:end_hold", case.pk, case.legal_holds.current().get().pk
    yield "rektor", "hold-set", "cases:hold", followed.pk
    yield "rektor", "close", "cases:close", followed.pk
    yield "rektor", "extend", "cases:extend", followed.pk
    yield "rektor", "look", "cases:look", closed.pk
    yield "eier", "ordered-act", "cases:report_act", act.pk
