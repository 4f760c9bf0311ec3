"""How networks, hostings, relations and judgements of studies read on pages."""

from django.utils.translation import gettext_lazy as _

NETWORKS = [
    ("egov_extranet", _("E-government extranet")),
    ("egov_intranet", _("E-government intranet")),
    ("internet", _("Internet")),
    ("private", _("Private business network")),
]
HOSTINGS = [
    ("government_cloud", _("Government cloud")),
    ("own_room", _("Own machine room")),
    ("other_cloud", _("Other cloud")),
]
#: Resource of the government cloud → the most that one project can ask for.
RESOURCES = {
    "cpu_cores": 20_000,
    "memory_gb": 200_000,
    "storage_gb": 50_000_000,
    "bandwidth_mbps": 100_000,
}
RELATIONS = [
    ("replaces", _("Is replaced")),
    ("joins", _("Is joined into one")),
    ("extends", _("Is extended")),
    ("connects", _("Stays, and is connected")),
]
VERDICTS = [
    ("justified", _("Justified")),
    ("unjustified", _("Not justified")),
]
VERDICT_TONES = {"justified": "done", "unjustified": "refused", "": "waiting"}
