"""The rows that `bench.pages` puts behind the pages of campaigns, upkeep, elements, demand and search."""

from datetime import timedelta
from importlib import import_module
from itertools import cycle

from bench.rows import copy, insert

#: A campaign asks so many departments.
LISTS = 74
_PROPOSALS = 4


def seed_city(made: list[int], demands: int) -> dict[str, int]:
    """Rows for the entries `made`; ids of what the pages show, by the name that addresses use."""
    legal = import_module("shuyuan.regulations.context").legal_now(
        import_module("shuyuan.casework.selectors").working_calendar()
    )
    ids = seed_campaign(made, legal)
    seed_upkeep(made, legal)
    seed_proposals(made, legal)
    models = import_module("shuyuan.demand.models")
    first = models.Demand.objects.order_by("pk").first()
    copy(first, demands, lambda row, n: {"number": f"XQ-2000-{n:05d}", "name": f"{row.name}{n}"})
    documents = import_module("shuyuan.search.documents")
    entry = import_module("shuyuan.catalog.models").Entry
    for start in range(0, len(made), 500):
        chunk = entry.objects.select_related("provider").filter(pk__in=made[start : start + 500])
        list(documents.write_documents(chunk, at=legal.now))
    return {**ids, "entry": made[0], "demand": first.number}


def seed_campaign(made: list[int], legal) -> dict[str, int]:
    """The demonstration's campaign with a list of each department; half of them lie with the bureau."""
    models = import_module("shuyuan.campaigns.models")
    department = import_module("shuyuan.organizations.models").Department
    campaign = models.Campaign.objects.get()
    due = {"due_on": campaign.closes_on}
    asked = set(campaign.lists.values_list("department_id", flat=True))
    others = department.objects.exclude(pk__in=asked).order_by("pk")[: LISTS - len(asked)]
    insert(
        models.DepartmentList,
        (models.DepartmentList(campaign=campaign, department=one, **due) for one in others),
    )
    lists = list(campaign.lists.order_by("pk"))
    for one in lists[::2]:
        one.state, one.submitted_at, one.round = "at_bureau", legal.now, 1
    models.DepartmentList.objects.bulk_update(lists, ["state", "submitted_at", "round"])
    handed_in = lists[::2]
    insert(
        models.ListLine,
        (
            models.ListLine(department_list=one, entry_id=pk, kind="confirmed", version=1)
            for one, pk in zip(cycle(handed_in), made, strict=False)
        ),
    )
    return {"campaign": campaign.pk, "list": handed_in[0].pk}


def seed_upkeep(made: list[int], legal) -> None:
    """Signs and scores of every entry by the nightly look, and an occasion for every tenth."""
    models = import_module("shuyuan.upkeep.models")
    import_module("shuyuan.upkeep.services").look_over(
        everything=True, actor=import_module("shuyuan.kernel.actor").PLATFORM, legal=legal
    )
    provider = import_module("shuyuan.catalog.models").Entry.objects.get(pk=made[0]).provider
    occasion = models.Occasion(
        department=provider, kind="law", title="条例修订", basis="虚拟条例", happened_on=legal.today,
        due_on=legal.today + timedelta(days=14), recorded_at=legal.now, recorded_by="bench",
    )  # fmt: skip
    copy(occasion, len(made) // 10, lambda row, n: {"title": f"{row.title}{n}"})


def seed_proposals(made: list[int], legal) -> None:
    """Lines of the worklist: four items of every entry look like an element."""
    models = import_module("shuyuan.elements.models")
    element = models.DataElement.objects.order_by("pk").first()
    rows = (
        models.Proposal(
            entry_id=pk,
            item_name=f"i{n}",
            item_label=f"信息项{n}",
            element=element,
            score=80,
            made_at=legal.now,
        )
        for pk in made
        for n in range(_PROPOSALS)
    )
    insert(models.Proposal, rows)
