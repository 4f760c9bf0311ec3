"""Valid numbers that are nobody's, for the demonstration city and for tests.

They carry right check characters under the unassigned region 4199xx, and the same seed gives the
same numbers.
"""

from datetime import date, timedelta
from random import Random

from shuyuan.kernel.identifiers import certificate_identifier, resident_identity, uscc
from shuyuan.kernel.identifiers.resident_identity import Sex

#: No county of Henan was ever given a code that begins so.
REGION_PREFIX = "4199"

_FIRST_BIRTH = date(1930, 1, 1)
_LAST_BIRTH = date(2008, 12, 31)


class MadeUpNumbers:
    """A seeded source of invented numbers; each call gives the next one."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - invented numbers keep no secret

    def resident_identity(self, *, born_on: date | None = None, sex: Sex | None = None) -> str:
        """An identity number of an adult or of the given birth and sex."""
        if born_on is None:
            span = (_LAST_BIRTH - _FIRST_BIRTH).days
            born_on = _FIRST_BIRTH + timedelta(days=self._random.randint(0, span))
        odd = self._random.randint(0, 1) if sex is None else int(sex is Sex.MALE)
        sequence = self._random.randint(0, 499) * 2 + odd
        body = f"{self._region()}{born_on:%Y%m%d}{sequence:03d}"
        return body + resident_identity.check_character(body)

    def old_resident_identity(self) -> str:
        """A number of 15 digits as it was given before 1999."""
        number = self.resident_identity(
            born_on=_FIRST_BIRTH + timedelta(days=self._random.randint(0, 25_000))
        )
        return number[:6] + number[8:17]

    def uscc(self, kind: str = "91") -> str:
        """A credit code; `kind` is its first two characters: 91 company, 11 state organ, N2 village…"""
        alphabet = uscc.ALPHABET
        organization = "".join(self._random.choice(alphabet) for _ in range(8))
        organization += uscc.organization_check_character(organization)
        body = f"{kind}{self._region()}{organization}"
        return body + uscc.check_character(body)

    def certificate_identifier(self, *, issuer: str | None = None, serial: int | None = None) -> str:
        """An identifier of an electronic certificate in its first version."""
        type_code = self.uscc("11") + f"{self._random.randint(1, 999):03d}"
        issuer = issuer or self.uscc("11")
        number = f"{self._random.randint(1, 10**9) if serial is None else serial:010d}"
        check = certificate_identifier.check_character(f"{type_code}{issuer}{number}001")
        return f"{certificate_identifier.ROOT}.{type_code}.{issuer}.{number}.001.{check}"

    def _region(self) -> str:
        return f"{REGION_PREFIX}{self._random.randint(1, 99):02d}"
