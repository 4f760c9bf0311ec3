"""The demonstration's occasions to update the catalog, a follower, and a first look over all entries."""

from datetime import timedelta

from shuyuan.catalog.selectors import list_published_entries
from shuyuan.kernel.actor import PLATFORM, Actor
from shuyuan.notices.services import begin_following
from shuyuan.regulations.context import LegalContext
from shuyuan.upkeep.followers import ENTRY
from shuyuan.upkeep.models import Occasion
from shuyuan.upkeep.services import look_over, name_entries, record_occasion, tell_of_new_data

#: Department, kind, what changed, document, days ago, whether its first entry is named.
_OCCASIONS = (
    ("civil-affairs", "law", "《虚拟社会救助条例》修订", "虚拟条例（2026年修订）第八条", 6, True),
    ("public-security", "duty", "户籍窗口职能调整", "虚拟编办〔2026〕7号", 30, False),
)


def seed_upkeep(officers: dict[str, Actor], *, legal: LegalContext) -> None:
    """Made once; `officers` are the data officers by department."""
    if Occasion.objects.exists():
        return
    for department, kind, title, basis, days, named in _OCCASIONS:
        actor = officers.get(department)
        entries = list_published_entries().filter(provider__code=department)[:1]
        if actor is None:
            continue
        occasion = record_occasion(
            department=department,
            kind=kind,
            title=title,
            basis=basis,
            happened_on=legal.today - timedelta(days=days),
            actor=actor,
            legal=legal,
        )
        if named and entries:
            name_entries(occasion.pk, entries=[entries[0].pk], actor=actor, legal=legal)
    for actor in officers.values():
        foreign = list_published_entries().exclude(provider__code=actor.department).first()
        if foreign is not None:
            begin_following(ENTRY, str(foreign.pk), actor=actor, legal=legal)
    tell_of_new_data(actor=PLATFORM, legal=legal)
    look_over(everything=True, actor=PLATFORM, legal=legal)
