"""The bureau decides on a project that was handed in, with its reasons and its paper."""

from django.db import transaction

from shuyuan.approvals import official_papers as papers
from shuyuan.approvals.checks import need_words, require_revision
from shuyuan.kernel.actor import Actor, Role
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_project_as
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

CITES = "jz-project-2020/10.1"


@transaction.atomic(durable=True)
def review_project(
    project_id: int,
    *,
    passed: bool,
    meets_co_use: bool,
    meets_connection: bool,
    opinion: str,
    revision: int | None = None,
    paper: bool = True,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Let a project pass into the library, or not; the opinion goes out under a number of its own.

    With `paper` the red-head paper is issued to the unit, the commission and finance, without it only the
    number is taken. Raises what `projects.steps.note` raises, BadInput `opinion_missing`, and Conflict
    `project_changed` when `revision` (of the page) is not the present one.
    """
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=actor, lock=True)
    require_revision(project, revision)
    opinion = need_words(opinion)
    data: dict[str, object] = {
        "meets_co_use": meets_co_use,
        "meets_connection": meets_connection,
        "opinion": opinion,
    }
    kind = Kind.REVIEWED if passed else Kind.REVIEW_FAILED
    # the number is taken first so that it stands in the journal; a refused step gives it back
    if paper:
        drawn = papers.review_paper(
            project,
            passed=passed,
            meets_co_use=meets_co_use,
            meets_connection=meets_connection,
            opinion=opinion,
            issuer=papers.name_of(actor.department),
            day=legal.today,
        )
        recipients = [project.unit.code, *papers.offices(Role.INVESTMENT_APPROVAL, Role.FINANCE)]
        issued = papers.issue(
            papers.REVIEW_PAPER, drawn, project=project, recipients=recipients, actor=actor, legal=legal
        )
        data["number"] = issued.number
    else:
        data["number"] = papers.take_number(actor=actor, legal=legal)
    return note(project, kind, data=data, cites=CITES, actor=actor, legal=legal)
