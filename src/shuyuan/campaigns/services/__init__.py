"""Writes of campaigns: each is one transaction with one audit entry of its own."""

from shuyuan.campaigns.services.approval import approve_lists, begin_approval
from shuyuan.campaigns.services.campaigns import cancel_campaign, open_campaign, remind_departments
from shuyuan.campaigns.services.days import move_days
from shuyuan.campaigns.services.editions import acknowledge, publish_edition
from shuyuan.campaigns.services.handover import begin_hand_over, hand_over, hand_over_one
from shuyuan.campaigns.services.lists import submit_list, submit_summary
from shuyuan.campaigns.services.review import approve_list, leave_out, return_list

__all__ = [
    "acknowledge",
    "approve_list",
    "approve_lists",
    "begin_approval",
    "begin_hand_over",
    "cancel_campaign",
    "hand_over",
    "hand_over_one",
    "leave_out",
    "move_days",
    "open_campaign",
    "publish_edition",
    "remind_departments",
    "return_list",
    "submit_list",
    "submit_summary",
]
