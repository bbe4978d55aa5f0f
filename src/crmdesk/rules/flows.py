"""Every flow by subject, version and day: a running case keeps the version that it began with.

A version is named after its first day or month (``2026-11``). A subject with several versions lists them as
``FLOWS`` in its module, oldest first; one with a single version has ``FLOW``.
"""

from datetime import date
from importlib import import_module

from crmdesk.rules.errors import Refused
from crmdesk.rules.flow import Flow
from crmdesk.words import _

#: Subject → the module that has its flow, imported when first asked for.
_MODULES = {
    "complaint": "complaint",
    "visit_plan": "visit_plan",
    "visit_day": "visit",
    "visit_case": "visit_case",
}


def subjects() -> tuple[str, ...]:
    """The subjects that have a flow."""
    return tuple(_MODULES)


def versions_of(subject: str) -> tuple[Flow, ...]:
    """All versions of a subject's flow, oldest first; KeyError where it has none."""
    module = import_module(f"crmdesk.rules.{_MODULES[subject]}")
    flows: tuple[Flow, ...] = getattr(module, "FLOWS", None) or (module.FLOW,)
    return flows


def flow_on(subject: str, day: date) -> Flow:
    """The version that a case begun on that day takes: the newest begun by then, else the oldest there is."""
    flows = versions_of(subject)
    begun = [flow for flow in flows if flow.version <= day.isoformat()]
    return begun[-1] if begun else flows[0]


def flow_of(subject: str, version: str) -> Flow:
    """The version that a running case keeps. Refused where only a newer program knows it."""
    for flow in versions_of(subject):
        if flow.version == version:
            return flow
    raise Refused(
        _("这张表按「{version}」版的流程办理,本程序不认识这个版本。").format(version=version), _("没有改动。"),
        _("请先更新程序。"), code="unknown-flow",
    )  # fmt: skip
