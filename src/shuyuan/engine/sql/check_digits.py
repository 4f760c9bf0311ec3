"""Check characters of identity numbers and credit codes in SQL, from the constants of `kernel.identifiers`.

The order of the faults is that of the Python form; a property test holds the two equal.
"""

from sqlglot import exp

from shuyuan.engine.sql.fragments import fragment
from shuyuan.kernel.identifiers import resident_identity, uscc

#: A fault's code and the condition under which a text that is not NULL has it.
Faults = list[tuple[str, exp.Expr]]


def resident_id_remainder(number: exp.Expr) -> exp.Expr:
    """The weighted sum modulo 11 of the first 17 characters, NULL where these are no digits."""
    return _resident_id_sum(fragment("try_cast(substr(:number, 1, 17) AS BIGINT)", number=number))


def resident_id_faults(number: exp.Expr, remainder: exp.Expr) -> Faults:
    """The faults of an identity number, in order; `remainder` is the column of `resident_id_remainder`."""
    fault = resident_identity.Fault
    start, length = resident_identity.BIRTH_START, resident_identity.BIRTH_LENGTH
    born = fragment(f"try_strptime(substr(:number, {start}, {length}), '%Y%m%d')", number=number)
    earliest = f"{resident_identity.FIRST_BIRTH_YEAR}-01-01"
    return [
        (
            fault.LENGTH,
            fragment("length(:number) <> :length", number=number, length=resident_identity.LENGTH),
        ),
        (
            fault.CHARACTERS,
            fragment("NOT regexp_matches(:number, :shape)", number=number, shape=resident_identity.PATTERN),
        ),
        (
            fault.BIRTH_DATE,
            fragment("coalesce(:born < CAST(:earliest AS TIMESTAMP), true)", born=born, earliest=earliest),
        ),
        (
            fault.CHECK,
            fragment(
                "substr(:characters, CAST(:remainder + 1 AS BIGINT), 1) <> substr(:number, 18, 1)",
                characters=resident_identity.CHECK_CHARACTERS,
                remainder=remainder,
                number=number,
            ),
        ),
    ]


def upgraded_resident_id(number: exp.Expr) -> exp.Expr:
    """A number of 15 digits as one of 18; others as they are."""
    body = fragment("substr(:number, 1, 6) || '19' || substr(:number, 7, 9)", number=number)
    check = fragment(
        "substr(:characters, CAST(:remainder + 1 AS BIGINT), 1)",
        characters=resident_identity.CHECK_CHARACTERS,
        remainder=_resident_id_sum(fragment("try_cast(:body AS BIGINT)", body=body)),
    )
    return fragment(
        "CASE WHEN length(:number) = :old AND regexp_matches(:number, :shape)"
        " THEN :body || :check ELSE :number END",
        number=number,
        old=resident_identity.OLD_LENGTH,
        shape=resident_identity.OLD_PATTERN,
        body=body,
        check=check,
    )


def uscc_remainder(code: exp.Expr) -> exp.Expr:
    """The weighted sum modulo 31 of the first 17 characters; only meaningful for the alphabet's."""
    terms = " + ".join(
        f"{weight} * (strpos(:alphabet, substr(:code, {place}, 1)) - 1)"
        for place, weight in enumerate(uscc.WEIGHTS, start=1)
    )
    return fragment(f"({terms}) % :modulus", alphabet=uscc.ALPHABET, code=code, modulus=uscc.MODULUS)


def uscc_faults(code: exp.Expr, remainder: exp.Expr) -> Faults:
    """The faults of a credit code, in order; `remainder` is the column of `uscc_remainder`."""
    fault = uscc.Fault
    return [
        (fault.LENGTH, fragment("length(:code) <> :length", code=code, length=uscc.LENGTH)),
        (fault.CHARACTERS, fragment("NOT regexp_matches(:code, :shape)", code=code, shape=uscc.PATTERN)),
        (
            fault.CHECK,
            fragment(
                "substr(:alphabet, CAST((:modulus - :remainder) % :modulus + 1 AS BIGINT), 1)"
                " <> substr(:code, 18, 1)",
                alphabet=uscc.ALPHABET,
                modulus=uscc.MODULUS,
                remainder=remainder,
                code=code,
            ),
        ),
    ]


def _resident_id_sum(digits: exp.Expr) -> exp.Expr:
    """Digits are taken off an integer: a third of the time that 17 calls of substr take."""
    last = len(resident_identity.WEIGHTS) - 1
    terms = " + ".join(
        f"{weight} * (:digits // {10 ** (last - place)} % 10)"
        for place, weight in enumerate(resident_identity.WEIGHTS)
    )
    return fragment(f"({terms}) % 11", digits=digits)
