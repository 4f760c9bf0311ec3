"""The words of problem documents: titles by code, reasons from the register of the law."""

from pathlib import Path
from typing import Final

import shuyuan.regulations
from shuyuan.kernel.verdict import Reason
from shuyuan.regulations.reason_texts import ReasonTexts, read_reasons

CHINESE: Final = "zh"
ENGLISH: Final = "en"

#: Code → title in Chinese and English; a test holds the list complete.
TITLES: Final = {
    "bad_input": ("请求有误", "The request is malformed"),
    "bad_json": ("请求体不是有效的 JSON", "The body is not valid JSON"),
    "bad_key": ("查询键的形式不对", "The key has the wrong form"),
    "body_too_slow": ("请求体未按时到达", "The body did not arrive in time"),
    "duplicate_member": ("JSON 对象中有重复的成员", "A JSON object has a member twice"),
    "entry_not_served": (
        "该目录条目的数据尚未发布到在线库",
        "The entry's rows are not in the online store yet",
    ),
    "incident": ("平台内部出错", "The platform failed"),
    "invalid_client": ("客户端未能证明身份", "The client did not prove who it is"),
    "invalid_request": ("令牌请求有误", "The token request is malformed"),
    "invalid_token": ("访问令牌无效或已过期", "The access token is not valid"),
    "lookup_refused": ("授权不允许这次查询", "The grant does not allow this lookup"),
    "member_missing": ("请求缺少必需的成员", "The request lacks a member"),
    "method_not_allowed": ("该地址不支持这种方法", "The address does not take this method"),
    "no_control": ("网关暂时不能确认授权状态", "The gateway cannot confirm the state of grants right now"),
    "not_found": ("没有这个地址", "There is no such address"),
    "not_signed_in": ("请求没有携带访问令牌", "The request carries no access token"),
    "not_utf8": ("请求体不是 UTF-8 编码", "The body is not UTF-8"),
    "online_store_unavailable": ("在线库暂时没有响应", "The online store does not answer right now"),
    "overloaded": ("网关繁忙", "The gateway is busy"),
    "quota_used_up": ("授权的当日查询量已用完", "The grant's quota of the day is used up"),
    "rate_exceeded": ("请求过于频繁", "Requests come too fast"),
    "records_not_durable": (
        "查询记录无法落盘，因此不予答复",
        "The read record could not be kept, so nothing is answered",
    ),
    "seal_broken": ("存储的数据未通过完整性校验", "Stored data failed its integrity check"),
    "too_deep": ("JSON 嵌套过深", "The JSON is nested too deeply"),
    "too_large": ("请求体过大", "The body is too large"),
    "too_many_keys": ("一次查询的键过多", "Too many keys in one lookup"),
    "unknown_member": ("请求含有未知的成员", "The request has an unknown member"),
    "unsupported_grant_type": (
        "只支持客户端凭证方式（client_credentials）",
        "Only client credentials get a token",
    ),
    "wrong_content_type": ("请求体类型不对", "The body has the wrong content type"),
    "wrong_type": ("请求成员的类型不对", "A member has the wrong type"),
}


class Wording:
    """Looks up titles and reasons in the language of the caller."""

    def __init__(self, texts: ReasonTexts) -> None:
        self._texts = texts

    def title(self, code: str, language: str) -> str:
        """The title of a problem; the code itself when it has none."""
        chinese, english = TITLES.get(code, (code, code))
        return english if language == ENGLISH else chinese

    def say(self, reason: Reason, language: str) -> str:
        """What stands against it, in a sentence."""
        return self._texts.say(reason, language)

    def remedy(self, reason: Reason, language: str) -> str:
        """What would change the answer."""
        return self._texts.remedy(reason, language)


def load() -> Wording:
    """The words that come with the program."""
    return Wording(read_reasons(Path(shuyuan.regulations.__file__).parent / "reasons"))


def language_of(accept_language: bytes) -> str:
    """Chinese unless the caller prefers English; the first language named counts."""
    return ENGLISH if accept_language[:2].lower() == b"en" else CHINESE
