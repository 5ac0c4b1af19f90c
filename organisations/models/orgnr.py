"""Organisation numbers. Pure."""

_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def is_orgnr(text: str) -> bool:
    """Nine digits of which the last is the modulus-11 check digit of Brønnøysundregistrene."""
    if len(text) != 9 or not (text.isascii() and text.isdigit()):
        return False
    check = -sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False)) % 11
    return check == int(text[8])
