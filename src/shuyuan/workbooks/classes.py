"""Finds the class that a file names, by names or codes level by level, or the department's own."""

from shuyuan.catalog.classes import DEPARTMENT_CLASS
from shuyuan.catalog.models import ClassNode, Entry
from shuyuan.organizations.models import Department
from shuyuan.workbooks.reading import ReadEntry
from shuyuan.workbooks.vocabulary import plain

_LEVEL_OF_ENTRIES = 3
_OWN_ROOT = DEPARTMENT_CLASS[:1]


class ClassFinder:
    """The class tree in memory."""

    def __init__(self, department: Department) -> None:
        self._department = department
        self._by_code: dict[str, ClassNode] = {}
        self._children: dict[int | None, list[ClassNode]] = {}
        self._own: ClassNode | None = None
        for node in ClassNode.objects.order_by("code"):
            self._by_code[node.code] = node
            self._children.setdefault(node.parent_id, []).append(node)
            if node.department_id == department.pk:
                self._own = node
        self._known: dict[tuple[str, ...], tuple[ClassNode | None, str, dict[str, str]]] = {}

    def find(self, read: ReadEntry, target: Entry | None) -> ClassNode | None:
        """The class of the entry; None for the department's own, made when it is needed first.

        What is published keeps its class, because its code begins with it.
        """
        node, fault, facts = self._known.setdefault(read.classes, self._walk(read.classes))
        if target is not None and (target.code or target.revises_id):
            if fault or (any(read.classes) and node is not None and node.pk != target.node_id):
                read.remark("class_stays", "node", refuses=False, value=_joined(read.classes))
            return target.node
        if fault:
            read.remark(fault, "node", value=_joined(read.classes), **facts)
        if target is not None and not any(read.classes):
            return target.node
        return node or self._own

    def check_further(self, read: ReadEntry, main: ClassNode | None) -> None:
        """Refuse further classes in which the entry cannot stand."""
        for code in read.fields.get("further_classes", ()):
            node = self._by_code.get(code)
            fits = node is not None and node.level >= _LEVEL_OF_ENTRIES
            if not fits or node.department_id is not None or (main and node.pk == main.pk):
                read.remark("unknown_further_class", "further_classes", value=code)

    def _walk(self, path: tuple[str, ...]) -> tuple[ClassNode | None, str, dict[str, str]]:
        named = [part for part in path if part]
        if not named:
            return None, "", {}
        if len(named) == 1 and named[0].isdigit() and named[0] in self._by_code:
            return self._judged(self._by_code[named[0]])
        node: ClassNode | None = None
        for part in named:
            children = self._children.get(node.pk if node else None, [])
            found = next((one for one in children if _is_called(one, part)), None)
            if found is None and self._is_own(part):
                return None, "", {}
            if found is None:
                near = "、".join(one.name for one in children[:8])
                return None, "unknown_class_named", {"part": part, "allowed": near}
            node = found
        return self._judged(node)

    def _judged(self, node: ClassNode | None) -> tuple[ClassNode | None, str, dict[str, str]]:
        """The class if entries may stand there; a base or theme class stands for its only subclass."""
        while node is not None and node.level < _LEVEL_OF_ENTRIES:
            children = self._children.get(node.pk, [])
            if node.code.startswith(_OWN_ROOT):
                return None, "", {}
            if len(children) != 1:
                allowed = "、".join(one.name for one in children[:8])
                return None, "class_not_deep_enough", {"part": node.name, "allowed": allowed}
            node = children[0]
        if node is not None and node.department_id not in {None, self._department.pk}:
            return None, "class_of_other_department", {"part": node.name}
        return node, "", {}

    def _is_own(self, part: str) -> bool:
        own = self._department
        return plain(part) in {plain(name) for name in (own.name, own.short_name) if name}


def _is_called(node: ClassNode, part: str) -> bool:
    bare = plain(part)
    names = {plain(node.name), node.segment, node.code, plain(node.name_en)}
    return bare in names - {""} or (node.level == 1 and bare == f"{plain(node.name)}目录")


def _joined(path: tuple[str, ...]) -> str:
    return " / ".join(part for part in path if part)
