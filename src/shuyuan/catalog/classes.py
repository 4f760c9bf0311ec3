"""The class tree that a new platform starts with: 5 base, 12 theme, 8 department classes of the guide.

Which numbers the national table gives to them is not published; these are ours, and `national_code` can
hold the others.
"""

from shuyuan.catalog.models import ClassNode

#: 类 3 (department), 项 07 (departments of provinces and below), as the guide orders the departments.
DEPARTMENT_CLASS = "307"

#: 类 → (Chinese, English, its 项 in order).
_TREE: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "1",
        "基础信息资源",
        "Base resources",
        (
            ("人口基础信息", "Population"),
            ("法人单位基础信息", "Legal entities"),
            ("自然资源和空间地理基础信息", "Natural resources and geospatial"),
            ("社会信用基础信息", "Social credit"),
            ("电子证照基础信息", "Electronic certificates"),
        ),
    ),
    (
        "2",
        "主题信息资源",
        "Thematic resources",
        (
            ("公共服务", "Public services"),
            ("健康保障", "Health"),
            ("社会保障", "Social security"),
            ("食品药品安全", "Food and drug safety"),
            ("安全生产", "Work safety"),
            ("价格监管", "Price supervision"),
            ("能源安全", "Energy security"),
            ("信用体系", "Credit system"),
            ("城乡建设", "Urban and rural construction"),
            ("社区治理", "Community governance"),
            ("生态环保", "Environment"),
            ("应急维稳", "Emergency response and stability"),
        ),
    ),
    (
        "3",
        "部门信息资源",
        "Department resources",
        (
            ("党中央", "Central Committee"),
            ("全国人大常委会", "Standing Committee of the National People's Congress"),
            ("国务院", "State Council"),
            ("全国政协", "National Committee of the CPPCC"),
            ("最高人民法院", "Supreme People's Court"),
            ("最高人民检察院", "Supreme People's Procuratorate"),
            ("省（自治区、直辖市）及其下各级政务部门", "Departments of provinces and below"),
            ("计划单列市及其下各级政务部门", "Departments of cities with separate plans"),
        ),
    ),
)


def ensure_classes() -> int:
    """Make what is missing of the tree and say how many nodes that was; the rest stays as it is.

    Base and thematic 项 get one 目 each, so that entries can stand there; departments get theirs with
    their first entry.
    """
    made = 0
    for top, name, name_en, children in _TREE:
        root, new = _ensure(None, top, name, name_en)
        made += new
        for number, (child, child_en) in enumerate(children, 1):
            node, new = _ensure(root, f"{number:02d}", child, child_en)
            made += new
            if top != "3":
                made += _ensure(node, "001", child, child_en)[1]
    return made


def _ensure(parent: ClassNode | None, segment: str, name: str, name_en: str) -> tuple[ClassNode, bool]:
    code = (parent.code if parent else "") + segment
    level = parent.level + 1 if parent else 1
    defaults = {"parent": parent, "level": level, "segment": segment, "name": name, "name_en": name_en}
    return ClassNode.objects.get_or_create(code=code, defaults=defaults)
