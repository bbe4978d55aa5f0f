"""Counts and sentences of an import, the same on every step of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crmdesk.words import _, listed

_TO_LOOK_AT = ("lost", "doubt")


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import would do as decided now; ``undecided`` rows are not written."""

    read: int = 0
    new: int = 0
    updated: int = 0
    skipped: int = 0
    rejected: int = 0
    undecided: int = 0

    @classmethod
    def of(cls, file: Any) -> "Counts":
        """As the file in front stands; nothing where its rows are not known yet."""
        if file is None or file.preview is None:
            return cls()
        review = file.preview.review
        outcome, waits = review.outcome, review.undecided
        return cls(
            outcome["read"],
            outcome["new"],
            outcome["updated"],
            outcome["skipped"] - waits,
            outcome["rejected"],
            waits,
        )

    @property
    def written(self) -> int:
        """How many dealers the database would get or change."""
        return self.new + self.updated

    def figures(self) -> tuple[tuple[str, str], ...]:
        """Word and number, for showing."""
        waits = ((_("要您定"), f"{self.undecided:,}"),) if self.undecided else ()
        return (*figures_of(self), *waits)


def figures_of(report: Any) -> tuple[tuple[str, str], ...]:
    """The counts of a report as figures: word and number."""
    counts = (
        (_("读到"), report.read), (_("新增"), report.new), (_("更新"), report.updated),
        (_("跳过"), report.skipped), (_("拒绝"), report.rejected),
    )  # fmt: skip
    return tuple((word, f"{count:,}") for word, count in counts)


def severe_of(problems: Sequence[Any]) -> int:
    """How many of them a person should look at."""
    return sum(1 for problem in problems if problem.grade in _TO_LOOK_AT)


def title_of_problems(severe: int, tidied: int) -> str:
    """问题 18、改写 318: what a person should look at is counted apart from what was only tidied."""
    parts = [_("问题 {count}").format(count=f"{severe:,}")] if severe or tidied else [_("问题")]
    if tidied:
        parts.append(_("改写 {count}").format(count=f"{tidied:,}"))
    return listed(parts)


def in_one_sentence(report: Any) -> str:
    """已导入 286 家,12 行需要您看一下。"""
    done = f"{report.new + report.updated:,}"
    count = len({problem.row for problem in report.problems if problem.grade in _TO_LOOK_AT})
    left = f"{count:,}"
    if report.dry_run:
        words = _("试运行:会导入 {done} 家,{left} 行需要您看一下。什么都没有写入。")
        return words.format(done=done, left=left)
    if not report.new + report.updated:
        return (
            _("没有导入新的内容,{left} 行需要您看一下。").format(left=left)
            if count
            else _("名单里的客户都已经有了,没有改动。")
        )
    if count:
        return _("已导入 {done} 家,{left} 行需要您看一下。").format(done=done, left=left)
    return _("已导入 {done} 家,没有问题。").format(done=done)
