"""Tables of delivery: tenders, contracts and amendments, supervisors, milestones, changes, acceptances."""

from shuyuan.delivery.models.acceptance import Acceptance
from shuyuan.delivery.models.building import EngineeringSupervisor, Milestone, SupervisionReport
from shuyuan.delivery.models.changes import ChangeRequest
from shuyuan.delivery.models.contracts import Amendment, Bid, Contract, Tender

__all__ = [
    "Acceptance",
    "Amendment",
    "Bid",
    "ChangeRequest",
    "Contract",
    "EngineeringSupervisor",
    "Milestone",
    "SupervisionReport",
    "Tender",
]
