"""Official statistics group digits by three in Chinese too; Django's own format groups by four."""

NUMBER_GROUPING = 3
THOUSAND_SEPARATOR = ","
