"""What somebody can find out who writes down all the numbers there are, and knows how they hang
together: for each hidden number every value that fits.

Numbers are whole and not negative. What is known of each is a set of values; a relation says that a
sum of them, each with its sign, is nothing. ``values_that_fit`` tries a value at a time: the bounds
of the others are drawn in until nothing changes, and what is left open is split in two.
"""

from dataclasses import dataclass, field

MOST = 40
"""No number in the small worlds is larger."""

ANYTHING = (0, MOST)
HIDDEN = (0, 4)


@dataclass
class Known:
    """Bounds of each number, and relations between them."""

    bounds: dict = field(default_factory=dict)
    relations: list = field(default_factory=list)

    def number(self, name, bounds=ANYTHING):
        """Somebody has learnt so much; what was learnt before stays."""
        low, high = self.bounds.get(name, ANYTHING)
        self.bounds[name] = (max(low, bounds[0]), min(high, bounds[1]))

    def sum(self, whole, *parts):
        self.relations.append({whole: -1} | dict.fromkeys(parts, 1))

    def values_that_fit(self, name):
        low, high = self.bounds[name]
        relations, bounds = self._hangs_together_with(name)
        return {
            value
            for value in range(low, high + 1)
            if _fits(bounds | {name: (value, value)}, relations)
        }

    def _hangs_together_with(self, name):
        """What has to do with the number, by way of others that are not known either."""
        names, found, waiting = {name}, [], list(self.relations)
        while near := [one for one in waiting if names & one.keys()]:
            found += near
            waiting = [one for one in waiting if one not in near]
            low_high = ((one, self.bounds[one]) for relation in near for one in relation)
            names |= {one for one, (low, high) in low_high if low < high}
        inside = {name} | {one for relation in found for one in relation}
        return found, {one: self.bounds[one] for one in inside}


def _fits(bounds, relations):
    bounds = _drawn_in(bounds, relations)
    if bounds is None:
        return False
    open_ones = {name: high - low for name, (low, high) in bounds.items() if high > low}
    if not open_ones:
        return True
    name = min(open_ones, key=open_ones.get)
    low, high = bounds[name]
    half = (low + high) // 2
    parts = ((low, half), (half + 1, high))
    return any(_fits(bounds | {name: part}, relations) for part in parts)


def _drawn_in(bounds, relations):
    """None when there is no way to fit."""
    bounds, changed = dict(bounds), True
    while changed:
        changed = False
        for relation in relations:
            for name, sign in relation.items():
                low, high = _left_for(name, sign, relation, bounds)
                before = bounds[name]
                bounds[name] = max(before[0], low), min(before[1], high)
                if bounds[name][0] > bounds[name][1]:
                    return None
                changed = changed or bounds[name] != before
    return bounds


def _left_for(name, sign, relation, bounds):
    ends = [
        (other * bounds[one][0], other * bounds[one][1])
        for one, other in relation.items()
        if one != name
    ]
    least, most = sum(map(min, ends)), sum(map(max, ends))
    return (-most, -least) if sign > 0 else (least, most)


def attacker(units, periods):
    """What everybody knows: what is open at the end is what was open at the beginning, with what
    was opened and without what was closed, and in the beginning there was nothing; and what is
    closed was open then."""
    known = Known()
    for unit in units:
        known.number((unit, "open", 0), (0, 0))
        for period in range(1, periods + 1):
            names = [(unit, what, period) for what in ("opened", "closed", "in all")]
            opened, closed, in_all = names
            for name in (*names, (unit, "open", period)):
                known.number(name)
            known.sum(in_all, (unit, "open", period - 1), opened)
            known.sum(in_all, (unit, "open", period), closed)
    return known
