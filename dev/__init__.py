"""The two commands, `make run` and `make test`. Nothing of the product imports from here."""
