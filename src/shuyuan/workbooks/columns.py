"""The columns of the usual spreadsheet of a catalog, as data: 26 of the national template, then our own.

The headings are words of the format, Chinese in every language of the pages. One row stands for one item;
the columns of the resource are merged over its rows or repeated in each.
"""

from collections.abc import Mapping
from dataclasses import dataclass

#: What a column says something about.
ENTRY, ITEM, BOTH = "entry", "item", "both"


@dataclass(frozen=True)
class TemplateColumn:
    """One column; `field` is the field of the content that it fills, '' for what is only written.

    `also` are other headings under which departments have it. A column of `BOTH` holds the value of the
    item, and where the file has no column of its own for the resource, its first row speaks for that too.
    """

    key: str
    heading: str
    of: str
    field: str = ""
    width: int = 14
    note: str = ""
    also: tuple[str, ...] = ()
    required: bool = False
    extension: bool = False
    number: bool = False


COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn("number", "序号", ENTRY, width=6, note="可不填。", also=("编号",)),
    TemplateColumn(
        "class1",
        "信息资源分类",
        ENTRY,
        "node",
        16,
        "类：基础信息资源、主题信息资源或部门信息资源。本部门分类可不填。",
        ("部门类信息资源分类", "类", "类分类", "信息资源分类类", "一级分类"),
    ),
    TemplateColumn("class2", "项分类", ENTRY, "node", 16, "项的名称或代码。", ("项", "二级分类")),
    TemplateColumn("class3", "目分类", ENTRY, "node", 16, "目的名称或代码。", ("目", "三级分类")),
    TemplateColumn(
        "class4", "细目分类1", ENTRY, "node", 12, "没有细目时不填。", ("细目", "细目分类", "四级分类")
    ),
    TemplateColumn(
        "class5", "细目分类1.1", ENTRY, "node", 12, "没有细目时不填。", ("细目分类11", "五级分类")
    ),
    TemplateColumn("business", "关联业务事项", ENTRY, "related_business", 18, also=("关联业务", "业务事项")),
    TemplateColumn(
        "name",
        "信息资源名称",
        ENTRY,
        "name",
        26,
        "写数据的名称，不写系统的名称。同一资源的各行合并单元格，或每行重复填写。",
        ("资源名称", "目录名称", "信息资源目录名称", "数据目录名称"),
        required=True,
    ),
    TemplateColumn(
        "code",
        "信息资源代码",
        ENTRY,
        "code",
        16,
        "已发布的目录填写平台给出的代码，如 307001/1；新目录不填，发布时由平台生成。",
        ("资源代码", "目录代码", "信息资源目录代码"),
    ),
    TemplateColumn(
        "office",
        "下设机构",
        ENTRY,
        "internal_office",
        14,
        also=("内部部门", "内设机构", "提供方内部部门", "处室"),
    ),
    TemplateColumn(
        "abstract",
        "信息资源摘要",
        ENTRY,
        "abstract",
        36,
        "记录了谁的什么事实、从何时起、来自哪项业务。",
        ("资源摘要", "摘要"),
        required=True,
    ),
    TemplateColumn(
        "format_class",
        "信息资源格式分类",
        ENTRY,
        "formats",
        16,
        "从下拉列表选择；多种格式用顿号分开，最多三种。",
        ("资源格式分类", "格式分类"),
    ),
    TemplateColumn(
        "format_type",
        "信息资源格式类型",
        ENTRY,
        "formats",
        16,
        "与格式分类对应，如数据库填 mysql；多种时次序与格式分类一致。",
        ("资源格式类型", "格式类型"),
    ),
    TemplateColumn(
        "format_note", "其他类型资源格式描述", ENTRY, "format_note", 18, "自描述格式填写。", ("格式描述",)
    ),
    TemplateColumn(
        "item",
        "信息项名称",
        ITEM,
        "label",
        20,
        "每个信息项一行。",
        ("信息项", "数据项名称", "数据项"),
        required=True,
    ),
    TemplateColumn(
        "type",
        "数据类型",
        ITEM,
        "data_type",
        14,
        "从下拉列表选择，也可以只写字母 C、N 等。",
        ("信息项数据类型", "字段类型"),
        required=True,
    ),
    TemplateColumn(
        "length",
        "数据长度",
        ITEM,
        "length",
        10,
        "字符型、数值型必填；只写数字，不写单位。",
        ("长度", "信息项长度", "字段长度"),
        number=True,
    ),
    TemplateColumn(
        "sharing",
        "共享类型",
        BOTH,
        "sharing_type",
        14,
        "从下拉列表选择，也可以写 1、2、3。信息项只能比所属资源更严。",
        ("共享属性", "信息项共享类型"),
    ),
    TemplateColumn(
        "condition",
        "共享条件/不予共享依据",
        BOTH,
        "sharing_condition",
        26,
        "有条件共享写条件，不予共享写法律、行政法规或者政策依据。",
        ("共享条件", "不予共享依据", "共享条件或不予共享依据"),
    ),
    TemplateColumn("method_class", "共享方式分类", ENTRY, "method_class", 16, "从下拉列表选择。"),
    TemplateColumn(
        "methods",
        "共享方式类型",
        BOTH,
        "method_types",
        16,
        "数据库、文件下载、服务接口；多种用顿号分开。",
        ("共享方式",),
    ),
    TemplateColumn(
        "open", "是否向社会开放", BOTH, "is_open", 10, "是或否。", ("是否开放", "向社会开放", "开放属性")
    ),
    TemplateColumn("open_condition", "开放条件", ENTRY, "open_condition", 16, "开放时填写。"),
    TemplateColumn("cycle", "更新周期", ENTRY, "update_cycle", 10, "从下拉列表选择。", ("更新频率",)),
    TemplateColumn("published", "发布日期", ENTRY, "", 12, "由平台填写，导入时不读取。"),
    TemplateColumn("theme", "开放主题分类", ENTRY, "open_theme", 14, "开放时从下拉列表选择。"),
    TemplateColumn(
        "provider",
        "信息资源提供方",
        ENTRY,
        "provider",
        20,
        "填写时须是本部门。",
        ("提供方", "提供部门", "信息资源提供部门"),
        extension=True,
    ),
    TemplateColumn(
        "uscc",
        "信息资源提供方代码",
        ENTRY,
        "uscc",
        22,
        "部门的统一社会信用代码；填写时须是本部门的。",
        ("提供方代码",),
        extension=True,
    ),
    TemplateColumn(
        "level", "数据分级", ENTRY, "level", 12, "资源的数据级别。", ("资源数据分级",), extension=True
    ),
    TemplateColumn(
        "subject",
        "数据主体",
        ENTRY,
        "subject_kind",
        14,
        "一行数据说的是谁：自然人、法人和其他组织等。",
        extension=True,
    ),
    TemplateColumn("scope", "共享范围", ENTRY, "sharing_scope", 20, "有条件共享时填写。", extension=True),
    TemplateColumn(
        "purposes",
        "具体用途",
        ENTRY,
        "sharing_purposes",
        20,
        "有条件共享时填写；多种用顿号分开。",
        ("用途",),
        extension=True,
    ),
    TemplateColumn("related", "关联资源代码", ENTRY, "related_codes", 18, "多个用顿号分开。", extension=True),
    TemplateColumn("data_class", "数据分类", ENTRY, "data_class", 14, "本行业的数据类别。", extension=True),
    TemplateColumn(
        "system",
        "所属信息系统",
        ENTRY,
        "system_code",
        16,
        "系统登记的代码。",
        ("信息系统代码",),
        extension=True,
    ),
    TemplateColumn(
        "further",
        "其他分类",
        ENTRY,
        "further_classes",
        16,
        "同一资源还属于的分类的代码；多个用顿号分开。",
        ("其他分类代码",),
        extension=True,
    ),
    TemplateColumn("secrecy", "保密风险评估", ENTRY, "secrecy_assessment", 18, extension=True),
    TemplateColumn("privacy", "个人信息保护影响评估", ENTRY, "privacy_assessment", 18, extension=True),
    *(
        TemplateColumn(
            field,
            heading,
            ENTRY,
            field,
            12,
            "只写数字，不写单位；不清楚时填 0。",
            also,
            extension=True,
            number=True,
        )
        for field, heading, also in (
            ("stored_size", "数据存储总量（GB）", ("数据存储总量",)),
            ("stored_records", "结构化信息总记录数", ()),
            ("shared_size", "已共享的数据存储量（GB）", ("已共享的数据存储量",)),
            ("shared_records", "已共享的结构化记录数", ()),
            ("opened_size", "已开放的数据存储量（GB）", ("已开放的数据存储量",)),
            ("opened_records", "已开放的结构化记录数", ()),
        )
    ),
    TemplateColumn(
        "entry_sharing",
        "资源共享类型",
        ENTRY,
        "sharing_type",
        14,
        "整个资源的共享类型；不填时以第一个信息项为准。",
        extension=True,
    ),
    TemplateColumn(
        "entry_condition",
        "资源共享条件",
        ENTRY,
        "sharing_condition",
        24,
        "整个资源的条件或依据；不填时以第一个信息项为准。",
        extension=True,
    ),
    TemplateColumn(
        "entry_methods",
        "资源共享方式",
        ENTRY,
        "method_types",
        16,
        "不填时以第一个信息项为准。",
        extension=True,
    ),
    TemplateColumn(
        "entry_open", "资源是否开放", ENTRY, "is_open", 10, "不填时以第一个信息项为准。", extension=True
    ),
    TemplateColumn(
        "column",
        "字段名",
        ITEM,
        "name",
        18,
        "小写字母开头的英文字段名；不填时由平台按名称生成。",
        ("英文名", "信息项英文名称", "字段英文名", "英文字段名"),
        extension=True,
    ),
    TemplateColumn("description", "信息项说明", ITEM, "description", 20, also=("说明",), extension=True),
    TemplateColumn("scale", "小数位数", ITEM, "scale", 8, "只用于数值型。", extension=True, number=True),
    TemplateColumn("required", "是否必填", ITEM, "required", 8, "是或否。", ("必填",), extension=True),
    TemplateColumn("key", "是否主键", ITEM, "is_key", 8, "是或否。", ("主键",), extension=True),
    TemplateColumn("key_kind", "主键标识对象", ITEM, "key_kind", 14, "主键标识的是什么。", extension=True),
    TemplateColumn(
        "personal", "是否个人信息", ITEM, "personal", 8, "是或否。", ("个人信息",), extension=True
    ),
    TemplateColumn("sensitive", "是否敏感", ITEM, "sensitive", 8, "是或否。", ("敏感",), extension=True),
    TemplateColumn("item_level", "信息项数据分级", ITEM, "level", 12, extension=True),
    TemplateColumn(
        "item_cycle",
        "信息项更新周期",
        ITEM,
        "update_cycle",
        12,
        "与所属资源不同时填写，不能比资源更短。",
        extension=True,
    ),
    TemplateColumn(
        "item_open_condition",
        "信息项开放条件",
        ITEM,
        "open_condition",
        16,
        "与所属资源不同时填写。",
        extension=True,
    ),
)

BY_KEY: Mapping[str, TemplateColumn] = {column.key: column for column in COLUMNS}
#: The columns of the national template alone.
NATIONAL = tuple(column for column in COLUMNS if not column.extension)


def heading_of(key: str) -> str:
    """The heading of the column of that key."""
    return BY_KEY[key].heading
