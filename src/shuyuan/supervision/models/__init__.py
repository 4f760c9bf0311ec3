"""Tables of oversight: inspections, orders, sanctions; audits, liability; breaches and scores of units."""

from shuyuan.supervision.models.audits import AuditCase, Liability
from shuyuan.supervision.models.inspections import Inspection, Order, Sanction
from shuyuan.supervision.models.units import Breach, UnitScore

__all__ = ["AuditCase", "Breach", "Inspection", "Liability", "Order", "Sanction", "UnitScore"]
