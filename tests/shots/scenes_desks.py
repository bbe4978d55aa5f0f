"""收发文件包 and 裁决冲突."""

from dataclasses import replace

from tests.shots.scenes import scene
from tests.shots.stage import Stage
from tests.views.desks.double import HEAD, LAPTOP, Double


def doubled(stage: Stage) -> Double:
    double = Double(stage.desk)
    stage.counter.desk = double
    return double


@scene("desks-list", main=True, large=True)
def desks_list(stage: Stage) -> None:
    doubled(stage)
    stage.go("packet")


@scene("desks-alone", main=True, large=True)
def desks_alone(stage: Stage) -> None:
    double = doubled(stage)
    double.desks, double.packets = double.desks[:1], []
    stage.go("packet")


@scene("desks-look", main=True, large=True)
def desks_look(stage: Stage) -> None:
    doubled(stage)
    stage.go("packet", path="给华东办事处-第15包.crmpkt")


@scene("desks-done")
def desks_done(stage: Stage) -> None:
    doubled(stage)
    stage.go("packet", path="给华东办事处-第15包.crmpkt")
    stage.click("packet.look.go")


@scene("desks-acquaint", main=True, large=True)
def desks_acquaint(stage: Stage) -> None:
    doubled(stage)
    stage.go("packet", path="南京库房的名片.crmcard")


@scene("desks-copy")
def desks_copy(stage: Stage) -> None:
    doubled(stage)
    stage.go("packet")
    stage.run("packet.copy")


@scene("desks-change")
def desks_change(stage: Stage) -> None:
    doubled(stage)
    stage.go("packet")
    stage.run("packet.change")


@scene("desks-revoke")
def desks_revoke(stage: Stage) -> None:
    doubled(stage)
    stage.go("packet")
    stage.run("packet.revoke")


@scene("desks-conflicts", main=True, large=True)
def desks_conflicts(stage: Stage) -> None:
    doubled(stage)
    stage.go("desk_conflict")


@scene("desks-conflict_struck")
def desks_conflict_struck(stage: Stage) -> None:
    doubled(stage)
    stage.go("desk_conflict")
    stage.page.table.selectRow(2)


@scene("desks-conflict_none")
def desks_conflict_none(stage: Stage) -> None:
    doubled(stage).conflicts = []
    stage.go("desk_conflict")


@scene("desks-refused")
def desks_refused(stage: Stage) -> None:
    double = doubled(stage)
    path = stage.offices.folder / "给华东办事处-第17包.crmpkt"
    path.write_bytes(b"PK\x03\x04 half a packet")
    del double.answers["packet.look"]  # the real one
    stage.go("packet", path=path)


@scene("desks-menu")
def desks_menu(stage: Stage) -> None:
    doubled(stage)
    stage.go("packet")
    stage.open_menu()


@scene("desks-laptop")
def desks_laptop(stage: Stage) -> None:
    """As a laptop shows it: this desk works apart from the head desk."""
    double = doubled(stage)
    double.desks = [
        replace(LAPTOP, is_here=True, missing=(), behind=0, last_sent=0, last_received=0),
        replace(HEAD, is_here=False, is_acquainted=True, behind=3, last_sent=13, last_received=16),
    ]
    stage.go("packet")
    stage.window.unsent.look()
    stage.quiet()
