"""In a browser: a panel is drawn, experts score blind, their chair concludes, minutes are issued."""

from importlib import import_module

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shuyuan.experts import services
from shuyuan.experts.models import Review
from shuyuan.experts.services import SheetDraft
from shuyuan.kernel.actor import Role
from shuyuan.organizations.selectors import as_actor
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import legal_now

pytestmark = pytest.mark.browser
ASPECTS = ("necessity", "needs", "construction_plan", "sharing_plan", "budget", "performance_targets")


@pytest.fixture
def legal(city):
    return legal_now(import_module("shuyuan.casework.selectors").working_calendar())


@pytest.fixture
def project(city, legal, settings, tmp_path):
    """A project that waits for experts, and five of them with a sign-in each."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    bureau = as_actor(
        city.make_post(
            Role.DATA_ADMINISTRATION, city.make_department("bureau"), person=city.make_person("bureau")
        )
    )
    unit = city.make_department("civil-affairs", name="虚拟市民政局")
    city.make_post(Role.DATA_OFFICER, unit, person=city.make_person("officer"))
    for number in range(5):
        name = f"expert{number}"
        post = city.make_post(Role.EXPERT, city.make_department(name), person=city.make_person(name))
        draft = services.ExpertDraft(
            f"虚拟专家{number}", f"虚拟研究院{number}", ("软件工程",), title="高级工程师", post=post.pk
        )
        services.add_expert(draft, actor=bureau, legal=legal)
    return import_module("projects.factories").make_project(
        unit, legal=legal, stage=Stage.SUBMITTED, submission=1, name="虚拟社会救助一体化平台"
    )


def test_experts_score_blind_and_their_chair_concludes(browser_page, project, legal):
    bureau = browser_page()
    bureau.sign_in("bureau")
    bureau.goto(f"/projects/experts/new/?project={project.pk}")
    bureau.look("experts-new")
    field = Review._meta.apps.get_model("experts", "Field").objects.get()
    bureau.page.fill(f"#id_quota_{field.pk}", "5")
    bureau.page.fill("#id_companies", "虚拟咨询公司")
    bureau.follow(bureau.page.get_by_role("button", name="抽取专家组"))
    review = Review.objects.get()
    expect(bureau.page.locator("main")).to_contain_text(review.seed)
    bureau.look("experts-review-drawn")

    first, *others = review.seats.select_related("expert__post__person", "expert__post__department").order_by(
        "rank"
    )
    expert = browser_page(390)
    expert.sign_in(first.expert.post.person.username)
    expert.goto(review.get_absolute_url())
    expert.look("experts-asked")
    expert.follow(expert.page.get_by_role("button", name="同意参加"))
    for seat in others:
        services.answer_seat(seat.pk, accepts=True, actor=as_actor(seat.expert.post), legal=legal)

    bureau.goto(review.get_absolute_url())
    bureau.follow(bureau.page.get_by_role("button", name="指定为组长").first)
    bureau.follow(bureau.page.get_by_role("button", name="开始评分"))
    expect(bureau.page.locator("main")).to_contain_text("还有5份评审表未提交")
    bureau.look("experts-scoring")

    expert.goto(review.get_absolute_url())
    expert.follow(expert.page.get_by_role("link", name="评审这个项目"))
    expert.look("experts-sheet")
    for place, aspect in enumerate(ASPECTS):
        expert.page.fill(f"#id_score_{aspect}", str(80 + place))
    expert.page.fill("#id_opinion", "共享安排清楚，同意建设。")
    expert.follow(expert.page.get_by_role("button", name="正式提交"))
    expect(expert.page.locator("main")).to_contain_text("您只能查看自己的评审表")
    case = review.cases.get()
    bureau.goto(f"/projects/experts/cases/{case.pk}/conclude/")
    expect(bureau.page.locator("main")).to_contain_text("评审表尚未收齐")
    expect(bureau.page.locator("main")).not_to_contain_text("共享安排清楚")

    for seat in others:
        draft = SheetDraft(dict.fromkeys(ASPECTS, 75), opinion="同意。", suggests="pass")
        services.write_sheet(case.pk, draft, hand_in=True, actor=as_actor(seat.expert.post), legal=legal)
    chair = review.seats.select_related("expert__post__person").get(is_chair=True)
    head = browser_page()
    head.sign_in(chair.expert.post.person.username)
    head.goto(f"/projects/experts/cases/{case.pk}/conclude/")
    expect(head.page.locator("main")).to_contain_text("共享安排清楚")
    head.look("experts-conclude")
    head.page.get_by_label("修改完善后通过").check()
    head.page.fill("#id_opinion", "请细化软件开发费用测算。")
    head.follow(head.page.get_by_role("button", name="作出结论"))
    expect(head.page.locator("main")).to_contain_text("请细化软件开发费用测算")

    bureau.goto(review.get_absolute_url())
    bureau.follow(bureau.page.get_by_role("button", name="印发评审意见"))
    expect(bureau.page.locator("main")).to_contain_text(f"焦数评〔{timezone.localdate().year}〕1号")
    bureau.look("experts-concluded")
    bureau.goto("/projects/experts/pool/")
    bureau.look("experts-pool")
    bureau.goto("/projects/experts/")
    bureau.look("experts-reviews")
    project.refresh_from_db()
    assert project.known.expert_passed is True
