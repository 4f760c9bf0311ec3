"""Finds what a project resembles in text and data: candidates by rare pairs of characters, then exactly.

A query asks for the grams that few profiles have, so that it stays quick among a hundred thousand projects.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from shuyuan.projects.models import Project
from shuyuan.studies.data import LEFT_OUT, Target, alike_in_data, index_data
from shuyuan.studies.likeness import bare, compare, grams, keys, shared_words, weights
from shuyuan.studies.models import Gram, Overlap, Profile
from shuyuan.systems.models import InformationSystem

#: From here on a resemblance is shown, in hundredths.
WORTH_SHOWING = 35
KEPT = 12
_CANDIDATES = 60
#: Grams of the name by which candidates are found, the rarest first, and the rows that each may bring.
_ASKED, _MOST_ROWS = 14, 3_000


@dataclass
class _Found:
    text: int = 0
    data: int = 0
    words: list[str] = field(default_factory=list)
    items: list[dict[str, str]] = field(default_factory=list)

    @property
    def score(self) -> int:
        return max(self.text, self.data)


def index_project(project: Project) -> Profile:
    """Keep the texts by which the project is compared."""
    return _index(project.name, project.purpose, project=project)


def index_system(system: InformationSystem) -> Profile:
    """Keep the texts by which the system is compared."""
    return _index(system.name, system.duty, system=system)


def index_new_systems() -> int:
    """Index registered systems that are not indexed yet; how many there were."""
    missing = InformationSystem.objects.filter(profile__isnull=True, state="registered").order_by("pk")
    return sum(1 for system in missing if index_system(system))


def _index(name: str, text: str, **owner: Any) -> Profile:
    profile, is_new = Profile.objects.get_or_create(**owner, defaults={"name": name, "text": text})
    if not is_new and (profile.name, profile.text) == (name, text):
        return profile
    Profile.objects.filter(pk=profile.pk).update(name=name, text=text)
    profile.grams.all().delete()
    Gram.objects.bulk_create(Gram(profile=profile, gram=gram) for gram in sorted(keys(name, text)))
    return profile


def find_overlaps(project: Project, *, at: datetime) -> int:
    """Store what the project resembles now, in the caller's transaction; judgements of before are kept."""
    index_new_systems()
    found: dict[Target, _Found] = defaultdict(_Found)
    for target, score, words in _alike_in_text(project):
        found[target].text, found[target].words = score, words
    for target, score, items in alike_in_data(project, index_data(project)):
        found[target].data, found[target].items = score, items
    best = sorted(found.items(), key=lambda one: (-one[1].score, one[0]))[:KEPT]
    _store(project, dict(best), at)
    return len(best)


def _alike_in_text(project: Project) -> Iterable[tuple[Target, int, list[str]]]:
    mine = grams(bare(project.name)) or grams(project.name)
    wanted = mine | grams(project.purpose)
    rows = Gram.objects.filter(gram__in=wanted).values("gram").annotate(number=Count("profile"))
    counts = dict(rows.values_list("gram", "number"))
    rare = sorted((gram for gram in mine if counts.get(gram, 0)), key=lambda gram: (counts[gram], gram))
    hits: Counter[int] = Counter()
    for gram in rare[:_ASKED]:
        if counts[gram] <= _MOST_ROWS:
            hits.update(Gram.objects.filter(gram=gram).values_list("profile_id", flat=True))
    weight = weights(counts, Profile.objects.count())
    nearest = sorted(hits, key=lambda one: (-hits[one], one))[:_CANDIDATES]
    profiles = Profile.objects.filter(pk__in=nearest).exclude(project=project.pk)
    own = Q(system__isnull=True) | ~Q(system=project.system_id or 0)
    for one in profiles.filter(own).exclude(project__stage__in=LEFT_OUT).order_by("pk"):
        score = round(100 * compare((project.name, project.purpose), (one.name, one.text), weight))
        if score >= WORTH_SHOWING:
            target = ("other", one.project_id) if one.project_id else ("system", one.system_id)
            yield target, score, shared_words(project.name, one.name)


def _store(project: Project, found: dict[Target, _Found], at: datetime) -> None:
    known: dict[Target, Overlap] = {}
    for row in Overlap.objects.filter(project=project):
        known[_target_of(row)] = row
    for (kind, number), one in found.items():
        row = known.pop((kind, number), None) or Overlap(project=project, **{f"{kind}_id": number})
        row.score, row.text_score, row.data_score = one.score, one.text, one.data
        row.words, row.items, row.found_at = one.words, one.items, at
        row.save()
    gone = [row.pk for row in known.values() if not row.verdict]
    Overlap.objects.filter(pk__in=gone).delete()


def _target_of(row: Overlap) -> Target:
    if row.other_id:
        return "other", row.other_id
    return ("system", row.system_id) if row.system_id else ("entry", row.entry_id or 0)
