"""
What can go wrong when the law itself is asked: wrong data, a missing day, an undecided conflict.

ShuyuanError
├── BrokenLaw           a file of the law is not what it should be (file and line)
├── NotInForce          a parameter was asked for a day before its first value
├── UnknownParameter    no instrument that is switched on has such a key
├── UndecidedConflict   two instruments differ and nobody with authority has decided
└── NotFound
    └── UnknownProvision    no such article, paragraph or item
"""

from shuyuan.kernel.errors import NotFound, ShuyuanError


class BrokenLaw(ShuyuanError):
    """A YAML file of the law does not have the required shape; the text starts with ``file:line``."""

    code = "broken_law"


class NotInForce(ShuyuanError):
    """The law gave no value on that day; judging by a later value would be retroactive."""

    code = "not_in_force"


class UnknownParameter(ShuyuanError):
    """No instrument that is switched on defines this key, so the rule that asks is misspelled."""

    code = "unknown_parameter"


class UndecidedConflict(ShuyuanError):
    """Several instruments give the key and `stack.yaml` has no decision that was in force on that day."""

    code = "undecided_conflict"


class UnknownProvision(NotFound):
    """The register has no such provision; `facts` hold what was asked."""

    code = "unknown_provision"
