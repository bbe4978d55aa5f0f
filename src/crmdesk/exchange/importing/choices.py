"""The few words in which an import is decided: by what a column was matched, what a blank says, what becomes of a row."""

from enum import StrEnum


class How(StrEnum):
    """By what a column of the file was matched to a field of ours."""

    PROFILE = "profile"  # 名单见过: as last time
    MEMORY = "memory"  # 记忆: a person once said so of a column of this name
    EXACT = "exact"  # 完全相同
    SYNONYM = "synonym"  # 同义词
    FUZZY = "fuzzy"  # 相近
    SHAPE = "shape"  # 数据形状
    CHOSEN = "chosen"  # the user said so
    SECOND = "second"  # another column came first
    NUMBERING = "numbering"  # 序号 and the like: nothing to import
    NONE = "none"  # 未认出


class Blank(StrEnum):
    """What a blank cell of a column says of a record that is there."""

    KEEP = "keep"  # 空白=不改
    CLEAR = "clear"  # 空白=清空


class Join(StrEnum):
    """What becomes of several columns that mean one field."""

    FIRST = "first"  # the first filled one
    ALL = "all"  # put together, 、 between


class Choice(StrEnum):
    """What becomes of a row."""

    NEW = "new"  # 新增
    UPDATE = "update"  # 更新, or 合并到 another record than the proposed one
    SKIP = "skip"  # 跳过
