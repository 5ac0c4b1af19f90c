"""A simulated school year: invented people do the product's own actions day by day, in a database
of its own, while a second bookkeeping says what must fall due when.

``reckoning`` counts dates in plain Python, ``ledger`` keeps what is awaited, ``watching`` compares
it with what the product shows and tells. ``people`` is what people do; add a function there, and
its name in ``people.HABITS``, and it is part of the year.
"""
