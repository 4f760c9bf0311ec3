"""What every life shares: the clock, the cast, chance, and the few moves that all of them make."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from shuyuan.demo.projects.cast import Cast
from shuyuan.demo.projects.clock import Clock, Ended
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import RuleRefused
from shuyuan.papers.red_head import Paper, Text, pdf
from shuyuan.papers.uploads import Received, receive
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import ENDED
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.connections import confirm_connection
from shuyuan.systems.models import InformationSystem


class World:
    """One city over some years. `refusals` counts what the law refused, by the code of the reason."""

    def __init__(self, clock: Clock, cast: Cast, chance: Random) -> None:
        self.clock = clock
        self.cast = cast
        self.chance = chance
        self.refusals: dict[str, int] = {}
        self.consents: dict[int, list[int]] = {}
        self.to_review: list[int] = []
        self.names: set[str] = set()
        self.systems: set[int] = set()
        self._seen: set[str] = set()
        self._numbers: Counter[tuple[str, int]] = Counter()

    @property
    def legal(self) -> LegalContext:
        """The law of the day that it is."""
        return self.clock.legal

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.clock.today

    def officer(self, project: Project) -> Actor:
        """Who acts for the project's unit."""
        return self.cast.officers[project.unit.code]

    def later(self, least: int, most: int) -> date:
        """A day between so many and so many days from now."""
        return self.today + timedelta(days=self.chance.randint(least, most))

    def happens(self, likelihood: float) -> bool:
        """Whether something of that likelihood happens."""
        return self.chance.random() < likelihood

    def number(self, series: str) -> int:
        """The next number of this year's documents of a series."""
        self._numbers[series, self.today.year] += 1
        return self._numbers[series, self.today.year]

    def document(self, series: str) -> str:
        """The next document number of a series, as offices write it."""
        return f"{series}〔{self.today.year}〕{self.number(series)}号"

    def sees(self, rare: str, likelihood: float) -> bool:
        """Whether a rare thing happens: by chance, and the first time always, so that a small city has it."""
        first = rare not in self._seen
        self._seen.add(rare)
        return self.happens(likelihood) or first

    def sees_apart(self, rare: str, project: Project, likelihood: float) -> bool:
        """Like `sees`, by a lot of the project's own that changes no other lot."""
        first = rare not in self._seen
        self._seen.add(rare)
        return Random(f"{rare} {project.number}").random() < likelihood or first  # noqa: S311 no secret

    def fresh(self, project: Project) -> Project:
        """The project as it stands now; raises Ended when somebody ended it."""
        found = Project.objects.select_related("unit").get(pk=project.pk)
        if found.known.stage in ENDED:
            raise Ended
        return found

    def attempt(self, act: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Do something that the law may refuse; None when it did. Acts in the name of `actor`, today."""
        try:
            return act(*arguments, legal=self.legal, **named)
        except RuleRefused as refused:
            for reason in refused.verdict.reasons:
                self.refusals[reason.code] = self.refusals.get(reason.code, 0) + 1
            return None

    def connect(self, system: InformationSystem) -> None:
        """The system joins the platform by an exchange machine of its own."""
        confirm_connection(system.pk, note="前置机接入", actor=self.cast.bureau, legal=self.legal)

    def disconnect(self, system: InformationSystem) -> None:
        """The system leaves the platform."""
        confirm_connection(system.pk, note="", actor=self.cast.bureau, legal=self.legal)

    @cached_property
    def file(self) -> Received:
        """One small document that stands for all that units hand in."""
        paper = Paper(
            issuer="焦作市虚拟部门",
            number="",
            title="虚拟项目材料",
            addressee="焦作市政务服务和大数据管理局",
            blocks=(Text("本文件由演示程序生成，只说明材料已经报送。"),),
            signer="焦作市虚拟部门",
            day=self.today,
        )
        return receive(SimpleUploadedFile("虚拟项目材料.pdf", pdf(paper)))
