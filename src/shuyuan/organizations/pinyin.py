"""Pinyin initials, by which people find a department or a person in a picker."""

from pypinyin import Style, lazy_pinyin


def initials(text: str) -> str:
    """``焦作市教育局`` → ``jzsjyj``; letters and digits stay, all else goes; at most 40 characters."""
    letters = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())[:40]
