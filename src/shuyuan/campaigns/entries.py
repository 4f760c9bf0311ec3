"""The catalog's own services taken into the transaction of a whole list.

A service of the catalog is one transaction for one entry. A list is one transaction for all of its entries,
so it takes the same functions without their own frame; permissions, rules and audit entries stay theirs.
"""

from inspect import unwrap

from shuyuan.catalog import services

submit_entry = unwrap(services.submit_entry)
publish_entry = unwrap(services.publish_entry)
return_entry = unwrap(services.return_entry)
