"""What rooms further up add to projects without this room knowing them; registered in `AppConfig.ready`.

Judges say what stands against a step of the journal, effects act in its transaction, blocks are tabs of the
project's page, actions are buttons of its head, readers open projects to people who have no part in them.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.stages import Kind
from shuyuan.regulations.context import LegalContext

#: `judge(project, data, legal)`: what else stands against the step.
Judge = Callable[[Project, Mapping[str, Any], LegalContext], Verdict]
#: `effect(entry, actor=, legal=)`: runs in the transaction of the entry; raising undoes it.
Effect = Callable[..., None]
#: `actions(project, actor, legal)`: what this actor might do with the project now.
Actions = Callable[[Project, Actor, LegalContext], list[Action]]
#: `readers(actor)`: which projects the actor may read besides; None for none.
Readers = Callable[[Actor], Q | None]


#: `subjects(project)`: kind and id of further subjects whose attachments and papers belong to its archive.
Subjects = Callable[[Project], list[tuple[str, object]]]


@dataclass(frozen=True)
class Block:
    """A tab of the project's page: `context(request, project)` feeds `template`; None is no tab."""

    key: str
    label: Any
    template: str
    context: Callable[[HttpRequest, Project], dict[str, Any] | None]
    order: int = 100


_JUDGES: dict[Kind, dict[str, Judge]] = defaultdict(dict)
_EFFECTS: dict[Kind, dict[str, Effect]] = defaultdict(dict)
_BLOCKS: dict[str, Block] = {}
_ACTIONS: dict[str, tuple[int, Actions]] = {}
_READERS: dict[str, Readers] = {}
_SUBJECTS: dict[str, Subjects] = {}


def register_judge(name: str, kind: Kind, judge: Judge) -> None:
    """Have a step judged by one more function; the same name again replaces it."""
    _JUDGES[kind][name] = judge


def register_effect(name: str, kind: Kind, effect: Effect) -> None:
    """Have something done when a journal entry of that kind is written."""
    _EFFECTS[kind][name] = effect


def register_block(block: Block) -> None:
    """Add a tab to the project's page."""
    _BLOCKS[block.key] = block


def register_actions(name: str, actions: Actions, *, order: int = 100) -> None:
    """Add buttons to the head of the project's page."""
    _ACTIONS[name] = (order, actions)


def register_readers(name: str, readers: Readers) -> None:
    """Open further projects to some actors."""
    _READERS[name] = readers


def register_documents(name: str, subjects: Subjects) -> None:
    """Put attachments and papers of a room's own subjects into the archive of their project."""
    _SUBJECTS[name] = subjects


def document_subjects(project: Project) -> list[tuple[str, object]]:
    """The further subjects whose attachments and papers belong to the project."""
    return [subject for subjects in _SUBJECTS.values() for subject in subjects(project)]


def judge_besides(kind: Kind, project: Project, data: Mapping[str, Any], legal: LegalContext) -> Verdict:
    """The reasons of all registered judges of a step."""
    verdict = Verdict()
    for judge in _JUDGES[kind].values():
        verdict += judge(project, data, legal)
    return verdict


def run_effects(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """Run every effect of an entry's kind."""
    for effect in _EFFECTS[Kind(entry.kind)].values():
        effect(entry, actor=actor, legal=legal)


def blocks() -> list[Block]:
    """The tabs in their order."""
    return sorted(_BLOCKS.values(), key=lambda block: (block.order, block.key))


def actions_of(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:
    """Every action of every room, in the order of the rooms."""
    ordered = sorted(_ACTIONS.items(), key=lambda item: (item[1][0], item[0]))
    return [action for _, (_, actions) in ordered for action in actions(project, actor, legal)]


def read_besides(actor: Actor) -> Q | None:
    """The condition under which the actor reads projects that he has no part in; None for none."""
    found: Q | None = None
    for readers in _READERS.values():
        condition = readers(actor)
        if condition is not None:
            found = condition if found is None else found | condition
    return found
