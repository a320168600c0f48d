"""Made-up codes that are right by their own check digits: GB 11714 and GB 32100."""

from stdnum.cn import uscc

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organization_code(eight):
    """The nine characters of an organization code (GB 11714) from its first eight."""
    check = 11 - sum(weight * _ALPHABET.index(char) for weight, char in zip(_WEIGHTS, eight, strict=True)) % 11
    return eight + {10: "X", 11: "0"}.get(check, str(check))


def credit_code(registrar, region, eight):
    """A unified social credit code (GB 32100).

    :param registrar: registering authority and kind of body, as ``91`` for a company
    :param region: six digits of the administrative division
    :param eight: first eight characters of the organization code
    """
    body = f"{registrar}{region}{organization_code(eight)}"
    return body + uscc.calc_check_digit(body)
