"""What each rule of the checks means, in the words of the person who has to mend the file."""

from shuyuan.engine.spec import CheckKind, DataType, ItemSpec

#: Rule → (Chinese, English). The order numbers the rules inside a statement; add new ones at the end.
_TEXTS: dict[str, tuple[str, str]] = {
    "column_count": (
        "本行列数与表头不一致，请检查分隔符和引号",
        "The row has another number of cells than the header; look at separators and quotation marks",
    ),
    "cell_is_formula": (
        "单元格是公式，请复制后“选择性粘贴为数值”再报送",
        "The cell is a formula; copy it and paste it as a value",
    ),
    "cell_is_error": (
        "单元格显示错误值，请改正公式或数值",
        "The cell shows an error; mend it",
    ),
    "looks_like_formula": (
        "内容以公式符号开头，可能被表格软件执行，请改为普通文本",
        "The text begins like a formula, which a spreadsheet might run; write plain text",
    ),
    "control_character": (
        "内容含有换行或不可见的控制字符，请删除",
        "The text has line breaks or control characters; remove them",
    ),
    "number_lost_digits": (
        "数字被表格软件改写，末尾数位已丢失；请把该列设为文本格式后重新填写",
        "A spreadsheet rewrote the number and lost digits; format the column as text and enter it again",
    ),
    "required": ("必填项为空", "A required value is missing"),
    "not_a_number": ("不是数字", "Not a number"),
    "not_an_integer": ("不是整数", "Not a whole number"),
    "too_many_decimals": ("小数位数超过 {scale} 位", "More than {scale} decimals"),
    "too_many_digits": ("数字超过 {digits} 位", "The number has more than {digits} digits"),
    "not_a_date": ("不是日期，请写成 2024-01-05 的形式", "Not a date; write it like 2024-01-05"),
    "not_a_time": (
        "不是日期时间，请写成 2024-01-05 08:30:00 的形式",
        "Not a date and time; write it like 2024-01-05 08:30:00",
    ),
    "date_out_of_range": ("年份不合常理，请核对", "An unlikely year; check it"),
    "not_a_boolean": ("不是“是”或“否”", "Neither yes nor no"),
    "too_long": ("超过 {length} 个字符", "Longer than {length} characters"),
    "pattern": ("不符合格式 {regex}", "Does not match the format {regex}"),
    "not_in_code_list": ("不在代码表内：{values}", "Not in the code list: {values}"),
    "out_of_range": ("超出范围 {min} 至 {max}", "Outside the range {min} to {max}"),
    "reference_unknown": (
        "在目录 {entry} 的“{referred}”中不存在",
        "Does not exist in {referred} of entry {entry}",
    ),
    "resident_id_length": ("身份证件号码应为 18 位", "An identity number has 18 characters"),
    "resident_id_characters": (
        "身份证件号码只能是数字，末位可为 X",
        "An identity number has digits only, with X allowed at the end",
    ),
    "resident_id_birth_date": (
        "身份证件号码中的出生日期不存在",
        "The date of birth in the number does not exist",
    ),
    "resident_id_check": (
        "身份证件号码校验位错误，请核对是否有误输",
        "The check character of the identity number is wrong; look for a typing error",
    ),
    "uscc_length": ("统一社会信用代码应为 18 位", "A unified social credit code has 18 characters"),
    "uscc_characters": (
        "统一社会信用代码含有不允许的字符（不使用 I、O、Z、S、V）",
        "The unified social credit code has characters that do not exist in it (no I, O, Z, S, V)",
    ),
    "uscc_check": (
        "统一社会信用代码校验位错误，请核对是否有误输",
        "The check character of the unified social credit code is wrong; look for a typing error",
    ),
    "key_repeated": (
        "主键在文件中重复且内容不同，请只保留正确的一行",
        "The key stands several times in the file with different contents; keep the right row only",
    ),
}

RULES: tuple[str, ...] = tuple(_TEXTS)
LANGUAGES = ("zh", "en")

_MOST_SHOWN = 12


def describe(rule: str, item: ItemSpec | None = None, *, language: str = "zh") -> str:
    """The reason in words, with the limits of the item where the rule has any."""
    text = _TEXTS[rule][LANGUAGES.index(language)]
    return text.format(**_limits(item, language)) if item else text


def _limits(item: ItemSpec, language: str) -> dict[str, object]:
    params = {check.kind: check.params for check in item.checks}
    values = [str(value) for value in params.get(CheckKind.CODE_LIST, {}).get("values", [])]
    bounds = params.get(CheckKind.RANGE, {})
    unlimited = "不限" if language == "zh" else "no limit"
    reference = params.get(CheckKind.REFERENCE, {})
    return {
        "length": item.length,
        "digits": item.length,
        "scale": 2 if item.type is DataType.CURRENCY else item.scale,
        "regex": params.get(CheckKind.PATTERN, {}).get("regex", ""),
        "values": ("、" if language == "zh" else ", ").join(values[:_MOST_SHOWN])
        + ("…" if len(values) > _MOST_SHOWN else ""),
        "min": bounds.get("min") or unlimited,
        "max": bounds.get("max") or unlimited,
        "entry": reference.get("entry", ""),
        "referred": reference.get("item", ""),
    }
