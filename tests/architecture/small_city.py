"""A small city with one object of every kind, for questions that are put to every address."""

from datetime import UTC, date, datetime
from io import BytesIO
from random import Random

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from catalog.factories import make_entry, make_published_entry
from organizations.factories import make_actor, make_department, make_person
from projects.factories import make_project
from shuyuan.approvals import services as approvals
from shuyuan.audit.models import ReadBatch, ReadRecord
from shuyuan.audit.steps import record
from shuyuan.campaigns.services import open_campaign, publish_edition
from shuyuan.casework.models import CalendarRevision, Phrase, Substitution
from shuyuan.casework.selectors import working_calendar
from shuyuan.casework.services import seed_calendar, supervise_department
from shuyuan.casework.steps import open_task
from shuyuan.catalog.models import Remark
from shuyuan.collection.services import map_batch, receive_file, run_batch
from shuyuan.delivery import services as delivery
from shuyuan.demand.services import route_demand, state_demand
from shuyuan.demand.wishes import Wishes as DemandWishes
from shuyuan.elements import services as elements
from shuyuan.elements.models import DataElement, SourceConflict
from shuyuan.elements.seed import seed_elements
from shuyuan.engine.crypto import keys
from shuyuan.engine.spec import DataType, ItemSpec
from shuyuan.evaluation.seed import seed as seed_scheme
from shuyuan.evaluation.services import open_evaluation
from shuyuan.experts import services as experts
from shuyuan.funds import services as funds
from shuyuan.funds.models import PaymentRequest
from shuyuan.jobs.models import Job
from shuyuan.kernel.actor import Role
from shuyuan.kernel.identifiers.made_up import MadeUpNumbers
from shuyuan.notices.models import Delivery
from shuyuan.notices.steps import tell
from shuyuan.organizations.models import Post
from shuyuan.papers.red_head import Paper, Text, pdf
from shuyuan.papers.registry import register_subject
from shuyuan.papers.steps import attach, issue_paper
from shuyuan.planning import services as planning
from shuyuan.projects.archiving import ask_archive
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.tasks import run_archive
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law
from shuyuan.search.services import save_search
from shuyuan.sharing import services as sharing
from shuyuan.sharing.client_keys import make_key_pair
from shuyuan.sharing.states import Decision
from shuyuan.sharing.wishes import Grounds, Wishes
from shuyuan.studies import services as studies
from shuyuan.studies.models import Overlap
from shuyuan.studies.seed import fill_study
from shuyuan.supervision import services as oversight
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.moves import Plan, plan_move
from shuyuan.upkeep.services import record_occasion
from shuyuan.workbooks.imports import check_import, receive_import
from shuyuan.workbooks.readings import read_schema

TODAY = date(2026, 11, 23)
_GROUNDS = Grounds(
    purpose_kind="administrative_basis",
    purpose="核验救助对象身份",
    scenario="受理救助申请时逐条核验",
    legal_basis="社会救助有关行政法规",
    duty_basis="部门三定方案中的救助职责",
    business_need="每日约两百件申请需要核验",
)
_ITEMS = (
    ItemSpec("id_number", "身份证号码", DataType.CHARACTER, length=18, is_key=True, sensitive=True),
    ItemSpec("name", "姓名", DataType.CHARACTER, length=50, required=True),
)


class _Run:
    """A job that nobody cancels."""

    params, job_id = {}, 0

    def __init__(self, actor):
        self.actor = actor

    def progress(self, done, total=0, note=""):
        pass

    def check_cancelled(self):
        pass


class SmallCity:
    """`actors` by name, `numbers` for the arguments of addresses, and the law of one day.

    Most things belong to civil affairs (`officer`, `operator`, `principal`); what it was granted comes
    from public security (`provider`); `stranger` has nothing to do with either.
    """

    def __init__(self):
        seed_calendar()
        keys.create(settings.KEYS)
        now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=LEGAL_ZONE)
        self.legal = LegalContext(load_law(), working_calendar(), TODAY, now)
        self.own = make_department("civil-affairs", name="焦作市民政局")
        self.provider = make_department("public-security", name="焦作市公安局")
        self.actors = {
            "officer": make_actor(Role.DATA_OFFICER, self.own),
            "operator": make_actor(Role.OPERATOR, self.own),
            "principal": make_actor(Role.PRINCIPAL_OFFICER, self.own),
            "provider": make_actor(Role.DATA_OFFICER, self.provider),
            "stranger": make_actor(Role.DATA_OFFICER, "forestry"),
            "bureau": make_actor(Role.DATA_ADMINISTRATION, "data-administration"),
            "system": make_actor(Role.SYSTEM_ADMINISTRATOR, "data-administration"),
            "security": make_actor(Role.SECURITY_ADMINISTRATOR, "data-administration"),
            "audit": make_actor(Role.AUDIT_ADMINISTRATOR, "data-administration"),
            "commission": make_actor(Role.INVESTMENT_APPROVAL, "development-reform"),
            "finance": make_actor(Role.FINANCE, "finance"),
            "auditor": make_actor(Role.AUDIT_OFFICE, "audit"),
            "expert": make_actor(Role.EXPERT, "education"),
            "leader": make_actor(Role.CITY_LEADER, "government-office"),
        }
        self.officer = self.actors["officer"]
        self.numbers = {**self._own_things(), **self._shared_things(), **self._papers(), **self._finds()}
        self.numbers |= self._campaigns()
        self.numbers |= self._elements()
        self.numbers |= self._experts()
        self.numbers |= self._evaluation()
        self.numbers |= self._delivery()
        self.numbers |= self._projects()
        self.numbers |= self._studies()
        self.numbers |= self._planning()
        self.numbers |= self._money()
        self.numbers |= self._oversight()

    def _oversight(self):
        """An inspection with an order and a sanction, an audit, a breach of the department."""
        people = {"actor": self.actors["bureau"], "legal": self.legal}
        project = make_project(self.own, stage=Stage.BUILDING, actor=self.officer, legal=self.legal)
        inspection = oversight.open_inspection(
            title="专项检查", held_on=TODAY, projects=[project.pk], **people
        )
        words = {"finding": "问题", "demand": "整改", "due_on": date(2026, 12, 20), "paper": False}
        order = oversight.issue_order(project.pk, inspection_id=inspection.pk, **words, **people)
        oversight.answer_order(order.pk, answer="不认可", refuses=True, actor=self.officer, legal=self.legal)
        sanction = oversight.impose_sanction(
            order.pk, kind="suspend_payment", reason="拒不整改", paper=False, **people
        )
        audit = oversight.plan_audit(project.pk, year=2026, actor=self.actors["auditor"], legal=self.legal)
        breach = oversight.raise_breach(
            self.own.code, grounds="未更新", heard_until=date(2026, 12, 20), **people
        )
        return {
            "inspected": project.pk,
            "inspection": inspection.pk,
            "order": order.pk,
            "sanction": sanction.pk,
            "audit_case": audit.pk,
            "breach": breach.pk,
        }

    def _projects(self):
        """A project of the department in each part of its way; the archive of one, packed for the officer."""
        stages = ("draft", "filed", "submitted", "reviewed", "building", "accepting", "operating")
        own = {"actor": self.officer, "legal": self.legal}
        made = {f"project_{stage}": make_project(self.own, stage=Stage(stage), **own).pk for stage in stages}
        job = ask_archive(made["project_filed"], actor=self.officer)
        run = _Run(self.officer)
        run.params, run.job_id = job.params, job.pk
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, result=run_archive(run))
        return {**made, "project_archive": job.pk}

    def _studies(self):
        """A project whose study is being written, with everything that a study has."""
        people = {"actor": self.officer, "legal": self.legal}
        project = make_project(self.own, stage=Stage.PLANNED, **people)
        study = fill_study(project, Random(1), **people)
        system = InformationSystem.objects.create(
            name="虚拟旧系统", department=self.own, network="egov_extranet", hosting="own_room",
            duty="办理旧业务", proposed_by_id=self.officer.person_id, proposed_on=TODAY,
        )  # fmt: skip
        need = studies.add_need(project.pk, name="虚拟数据", items=["虚拟项"], **people)
        link = studies.add_system(project.pk, system_id=system.pk, relation="replaces", **people)
        move = plan_move(
            "machine_room", Plan("government_cloud", date(2027, 6, 30), self.officer.post_id, "分批迁移"),
            name="虚拟机房", in_use_since=date(2015, 1, 1), **people,
        )  # fmt: skip
        overlap = Overlap.objects.create(project=project, system=system, score=60, found_at=self.legal.now)
        planned = study.planned.first()
        return {
            "study": project.pk,
            "study_need": need.pk,
            "study_system": link.pk,
            "planned_entry": planned.pk,
            "sharing_line": planned.sharing.first().pk,
            "overlap": overlap.pk,
            "move": move.pk,
        }

    def _planning(self):
        """The plan of 2027 with projects of the department, a compiled edition, a dry run of the library."""
        people = {"actor": self.actors["bureau"], "legal": self.legal}
        planning.open_plan(year=2027, **people)
        stages = {"plan_draft": Stage.DRAFT, "plan_filed": Stage.FILED, "plan_submitted": Stage.SUBMITTED}
        own = {"actor": self.officer, "legal": self.legal, "plan_year": 2027}
        numbers = {name: make_project(self.own, stage=stage, **own).pk for name, stage in stages.items()}
        make_project(self.own, stage=Stage.REVIEWED, **own)
        edition = planning.send_plan(planning.compile_plan(year=2027, **people).name, **people)
        job = planning.begin_run(year=2026, is_dry=True, **people)
        return {
            **numbers,
            "plan_year": 2027,
            "compiled_plan": edition.name,
            "library_run": job.params["run"],
        }

    def _experts(self):
        """A review of a project by five experts, one of whom signs in."""
        people = {"actor": self.actors["bureau"], "legal": self.legal}
        project = make_project(
            self.own, actor=self.officer, legal=self.legal, stage=Stage.SUBMITTED, submission=1
        )
        posts = [self.actors["expert"].post_id, None, None, None, None]
        drafts = [
            experts.ExpertDraft(f"虚拟专家{number}", "虚拟大学", ("软件工程",), post=post)
            for number, post in enumerate(posts)
        ]
        added = [experts.add_expert(draft, **people) for draft in drafts]
        review = experts.call_review(
            projects=[experts.ProjectToReview(project.pk)],
            quotas={"软件工程": 5},
            held_on=TODAY,
            due_on=TODAY,
            **people,
        )
        return {
            "pool_expert": added[1].pk,
            "expert_review": review.pk,
            "expert_seat": review.seats.get(expert=added[0]).pk,
            "expert_case": review.cases.get().pk,
        }

    def _delivery(self):
        """A project that is being built, with contract, milestone and a change that waits."""
        people = {"actor": self.officer, "legal": self.legal}
        project = make_project(self.own, actor=self.officer, legal=self.legal, stage=Stage.BUILDING)
        milestone = delivery.plan_milestone(
            project.pk, name="系统开发", planned_start_on=TODAY, planned_end_on=TODAY, **people
        )
        contract = delivery.conclude_contract(
            project.pk,
            number="HT-1",
            title="虚拟开发合同",
            kind="build",
            party="虚拟软件公司",
            uscc=MadeUpNumbers(20261123).uscc(),
            fen=100,
            signed_on=TODAY,
            **people,
        )
        wish = delivery.Change(goals="支撑新业务", content="", fen=project.planned_fen)
        change = delivery.request_change(project.pk, change=wish, reason="业务调整", **people)
        return {
            "delivery_project": project.pk,
            "delivery_contract": contract.pk,
            "milestone": milestone.pk,
            "project_change": change.pk,
        }

    def _evaluation(self):
        """A project that has run for a year, and its evaluation."""
        people = {"actor": self.actors["bureau"], "legal": self.legal}
        since = date(2025, 11, 2)
        running = make_project(
            self.own, actor=self.officer, legal=self.legal, stage=Stage.OPERATING, operating_since=since
        )
        seed_scheme(year=2026, **people)
        return {"running": running.pk, "evaluation": open_evaluation(running.pk, **people).pk}

    def _money(self):
        """A budgeted project with a plan, a request for payment and a reason for waiting."""
        people = {"actor": self.officer, "legal": self.legal}
        year = str(TODAY.year)
        project = make_project(
            self.own,
            actor=self.officer,
            legal=self.legal,
            stage=Stage.BUDGETED,
            budgets={year: 100},
            contracts={"HT-1": 100},
        )
        line = approvals.LineWish("cloud", "虚拟云主机")
        plan = approvals.begin_plan(project.pk, plan="co_use_plan", lines=(line,), **people)
        excuse = funds.ask_excuse(project.pk, year=TODAY.year, reason="机房改造推迟", **people)
        payment = PaymentRequest.objects.create(
            number="焦信付〔2026〕T1号", project=project, contract="HT-1", fen=10, grounds="首付款",
            asked_at=self.legal.now,
        )  # fmt: skip
        run = funds.prepare_year_end(year=TODAY.year, actor=self.actors["bureau"], legal=self.legal)
        return {
            "money_project": project.pk,
            "plan_line": plan.lines.get().pk,
            "excuse": excuse.pk,
            "payment": payment.pk,
            "year_end": run.pk,
        }

    def _campaigns(self):
        """An edition with the department's responsibility list, and a campaign that asks the department."""
        people = {"actor": self.actors["bureau"], "legal": self.legal}
        edition = publish_edition(year=2026, expected="2026-1", **people)
        campaign = open_campaign(
            name="年度目录编制",
            year=2027,
            opens_on=TODAY,
            closes_on=date(2026, 12, 4),
            county_due_on=date(2026, 12, 9),
            review_due_on=date(2026, 12, 18),
            departments=[self.own.code],
            **people,
        )
        return {
            "edition": edition.name,
            "campaign": campaign.pk,
            "catalog_list": campaign.lists.get().pk,
            "responsibility": edition.responsibility_lists.get(department=self.own).pk,
        }

    def _papers(self):
        """A folder that the department fills and the bureau reads, with a file; a paper sent to it."""
        register_subject(
            "small.folder",
            may_read=lambda _, actor: actor.department == self.own.code or actor.is_administration,
            may_write=lambda _, actor: actor.department == self.own.code,
        )
        paper = Paper(
            issuer="焦作市政务服务和大数据管理局",
            number="",
            title="关于报送目录的通知",
            addressee="焦作市民政局",
            blocks=(Text("请按时报送。"),),
            signer="焦作市政务服务和大数据管理局",
            day=TODAY,
        )
        with transaction.atomic():
            attachment = attach(
                SimpleUploadedFile("通知.pdf", pdf(paper)),
                subject_kind="small.folder",
                subject_id=7,
                label="通知",
                actor=self.officer,
                legal=self.legal,
            )
            issued = issue_paper(
                "notice",
                paper,
                department="data-administration",
                recipients=[self.own.code],
                actor=self.actors["bureau"],
                legal=self.legal,
            )
        return {"folder": "small.folder", "attachment": attachment.pk, "paper": issued.pk}

    def _finds(self):
        """A search that the officer saved, and a demand that was routed to the provider."""
        saved = save_search(
            "区划", query="q=区划", shared=False, tells=True, actor=self.officer, legal=self.legal
        )
        wishes = DemandWishes(
            name="户籍人口", scenario="核对", legal_basis="条例", duty_basis="职责", items=("住址变动",)
        )
        demand = state_demand(wishes=wishes, actor=self.officer, legal=self.legal)
        route_demand(
            demand.number,
            provider=self.provider.code,
            due_on=self.legal.calendar.add(TODAY, 10),
            actor=self.actors["bureau"],
            legal=self.legal,
        )
        return {"saved_search": saved.pk, "demand": demand.number}

    def _own_things(self):
        """What lies in the department itself: entries, a batch, a system, a task, a job, an account."""
        draft = make_entry(self.own)
        published = make_published_entry(self.own)
        batch = self._receive(published, "区划代码,名称\n419901001,一街道\n")
        refused = self._receive(published, "区划代码,名称\n4199010011,号码太长街道\n")
        pairs = {match["item"]: match["column"] for match in refused.mapping["matches"]}
        people = {"actor": self.officer, "legal": self.legal}
        map_batch(refused.pk, pairs=pairs, full_load=False, declared_rows=None, **people)
        run_batch(refused.pk, run=_Run(self.officer), legal=self.legal)
        submitted = make_entry(self.own, state="submitted", submitted_by_id=self.officer.post_id)
        returned = make_entry(self.own, state="returned", submitted_by_id=self.officer.post_id)
        at = self.legal.now
        remark = Remark.objects.create(entry=submitted, text="请补充摘要", made_at=at)
        sent = Remark.objects.create(entry=returned, text="请补充摘要", made_at=at, sent_at=at)
        system = InformationSystem.objects.create(
            name="社会救助管理系统",
            department=self.own,
            network="egov_extranet",
            hosting="government_cloud",
            duty="办理社会救助",
            state="registered",
            proposed_by_id=self.officer.person_id,
            proposed_on=TODAY,
            registered_on=TODAY,
        )
        self.client = sharing.register_client(
            system.pk, name="救助核验", key=make_key_pair().public, actor=self.officer, legal=self.legal
        )
        task = open_task(
            "catalog:entry:review",
            subject_kind="catalog.entry",
            subject_id=draft.pk,
            title="虚拟目录",
            url=f"/catalog/entries/{draft.pk}/",
            parameter="catalog.review_days",
            role=Role.DATA_OFFICER,
            department=self.own.code,
            actor=self.officer,
            legal=self.legal,
        )
        supervision = supervise_department(
            self.own.code,
            title="目录编制进度",
            demand="说明进度",
            due_on=date(2026, 12, 1),
            actor=self.actors["bureau"],
            legal=self.legal,
        )
        operator = self.actors["operator"]
        substitution = Substitution.objects.create(
            post_id=operator.post_id,
            substitute_id=self.officer.post_id,
            from_on=date(2026, 12, 1),
            until_on=date(2026, 12, 4),
            reason="出差",
            made_at=self.legal.now,
            made_by="测试",
        )
        phrase = Phrase.objects.create(text="请按期办理")
        job = Job.objects.create(
            name="audit.verify",
            role=self.officer.role,
            department=self.own.code,
            person_id=self.officer.person_id,
            not_before=self.legal.now,
        )
        notice = tell(
            "catalog:entry:changed",
            posts=[self.officer.post_id],
            title="虚拟目录",
            url=f"/catalog/entries/{draft.pk}/",
            subject_kind="catalog.entry",
            subject_id=draft.pk,
            actor=self.officer,
            legal=self.legal,
        )
        occasion = record_occasion(
            department=self.own.code,
            kind="law",
            title="虚拟条例修改",
            basis="虚拟条例",
            happened_on=TODAY,
            actor=self.officer,
            legal=self.legal,
        )
        delivery = Delivery.objects.create(
            person_id=self.officer.person_id, channel="mail", state="failed", made_at=self.legal.now,
            due_at=self.legal.now,
        )  # fmt: skip
        person = make_person("clerk", home=self.own)
        post = Post.objects.create(
            person=person, department=self.own, role=Role.OPERATOR, started_on=date(2026, 1, 5)
        )
        return {
            "supervision": supervision.pk,
            "substitution": substitution.pk,
            "phrase": phrase.pk,
            "calendar_revision": CalendarRevision.objects.latest("pk").pk,
            "draft": draft.pk,
            "item": draft.items.first().pk,
            "submitted": submitted.pk,
            "returned": returned.pk,
            "remark": remark.pk,
            "sent_remark": sent.pk,
            "published": published.pk,
            "code": published.code.replace("/", "-"),
            "batch": batch.pk,
            "refused_batch": refused.pk,
            "system": system.pk,
            "client": self.client.client_id,
            "key": self.client.keys.get().key_id,
            "task": task.pk,
            "job": job.pk,
            "message": notice.messages.get().pk,
            "delivery": delivery.pk,
            "occasion": occasion.pk,
            "person": person.pk,
            "post": post.pk,
            "department": self.own.code,
            "import": self._import(people).pk,
            "reading": read_schema(BytesIO(b"CREATE TABLE t (a int);"), filename="a.sql", **people).pk,
            "place": 0,
            "act": record("test:thing:done", actor=self.officer, subject_kind="t", subject_id="1").seq,
        }

    def _elements(self):
        """A bound item, a case of two sources, a checked form."""
        seed_elements()
        people = {"actor": self.actors["bureau"], "legal": self.legal}
        code = DataElement.objects.get(name="行政区划名称").code
        published = self.numbers["published"]
        binding = elements.bind_item(published, "name", element=code, use="uses", **people)
        items = (*_ITEMS, ItemSpec("marriage", "婚姻状况", DataType.CHARACTER, length=10))
        disputed = DataElement.objects.get(name="婚姻状况").code
        for department in (self.own, self.provider):
            entry = make_published_entry(department, items, name="婚姻登记信息", subject_kind="person")
            elements.bind_item(entry.pk, "marriage", element=disputed, use="collects", **people)
        case = SourceConflict.objects.get()
        people = {"actor": self.officer, "legal": self.legal}
        form = elements.check_form(name="救助申请表", fields=[("姓名", "")], **people)
        return {
            "binding": binding.pk,
            "data_element": code,
            "conflict": case.pk,
            "side": case.sides.get(department=self.own).pk,
            "form_check": form.pk,
        }

    def _receive(self, entry, text):
        stream = BytesIO(text.encode())
        return receive_file(
            entry.code, stream=stream, filename="rows.csv", actor=self.officer, legal=self.legal
        )

    def _import(self, people):
        """A file for the catalog after its dry run."""
        text = "信息资源名称,信息资源摘要,信息项名称,数据类型,数据长度\n虚拟名录,摘要,编号,C,12\n"
        made = receive_import(BytesIO(text.encode()), filename="目录.csv", **people)
        check_import(made.pk, run=_Run(self.officer), legal=self.legal)
        return made

    def _shared_things(self):
        """Requests of the department in three states, a grant, and a read under it."""
        entry = make_published_entry(
            self.provider,
            _ITEMS,
            name="人口基础信息",
            subject_kind="person",
            sharing_type="conditional",
            sharing_condition="用于法定职责内的身份核验",
            sharing_purposes=["administrative_basis", "verification"],
        )
        wishes = Wishes(
            items=("id_number", "name"),
            modes=("api", "online_query"),
            clients=(self.client.client_id,),
            wished_until=date(2027, 6, 30),
        )
        people = {"actor": self.officer, "legal": self.legal}

        def submit():
            request = sharing.draft_request(entry.code, wishes=wishes, **people)
            request = sharing.state_grounds(
                request.number, revision=request.revision, grounds=_GROUNDS, **people
            )
            return sharing.submit_request(request.number, revision=request.revision, **people)

        granted = submit()
        grant = sharing.decide_request(
            granted.number,
            revision=granted.revision,
            decisions={name: sharing.ItemDecision(Decision.GIVEN) for name in wishes.items},
            terms=sharing.Terms(date(2027, 3, 31), ("api", "online_query"), daily_quota=500),
            actor=self.actors["bureau"],
            legal=self.legal,
        )
        waiting = submit()
        draft = sharing.draft_request(entry.code, wishes=wishes, **people)
        return {
            "entry": entry.code.replace("/", "-"),
            "granted": granted.number,
            "grant": grant.number,
            "waiting": waiting.number,
            "request_draft": draft.number,
            "read": self._read(grant, entry).pk,
        }

    def _read(self, grant, entry):
        anchor = record("test:reads:taken", actor=self.officer, subject_kind="t", subject_id="2")
        at = datetime(2026, 11, 23, 1, tzinfo=UTC)
        batch = ReadBatch.objects.create(
            chain="w0", seq=0, at=at, count=1, root="", previous="", suite="intl", signature="", key_id="",
            anchor=anchor,
        )  # fmt: skip
        return ReadRecord.objects.create(
            batch=batch, position=0, at=at, request_id="r-1", client=self.client.client_id,
            department=self.own.code, mode="api", grant=grant.number, entry=entry.code, purpose="p",
            business_number="b-1", asked=1, found=1, outcome="answered", record_json="{}",
        )  # fmt: skip
