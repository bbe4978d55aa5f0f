"""A full disk: a sentence, what stood there still stands there, and no half file is left."""

import json
import os
import resource as limits
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from crmdesk.cli import main
from crmdesk.resources import resource
from tests.walks.test_command_line import OFFICE, PASSWORD

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """A folder with an office, the list in it, and one complaint."""
    from crmdesk.desk import Desk
    from crmdesk.rules.dealer import DealerQuery
    from tests.builders import complaint_values

    folder = tmp_path_factory.mktemp("full")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRMDESK_PASSWORD", PASSWORD)
        patch.setenv("CRMDESK_CONFIG", str(folder))
        place = ("--database", str(folder / "办事处.crm"))
        main.run([*place, *OFFICE])
        main.run([*place, "--as", "limin", "import-dealers", str(resource("demo", "客户名单.xlsx"))])
    desk = Desk.open(folder / "办事处.crm")
    desk.sign_in("limin", PASSWORD)
    dealer = desk.do("dealer.page", DealerQuery(), 0, 1)[0]
    form = desk.do("complaint.record", complaint_values(dealer, order_number="满"))
    desk.close()
    (folder / "number").write_text(form.draft_key)
    rows = [f"W{n},第{n}家,南京,{'很长的备注' * 20}" for n in range(3000)]
    (folder / "大名单.csv").write_text("\n".join(("客户编号,客户名称,城市,备注", *rows)), encoding="utf-8")
    return folder


def typed(folder: Path, most: int, *words: str) -> tuple[int, dict[str, object]]:
    """Run a command in a process that may write no file longer than ``most`` bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "crmdesk", "--json", "--database", str(folder / "办事处.crm"), "--as", "limin", *words],
        capture_output=True, text=True, cwd=folder, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "CRMDESK_PASSWORD": PASSWORD, "CRMDESK_CONFIG": str(folder)},
        preexec_fn=partial(limits.setrlimit, limits.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def listing(folder: Path) -> set[str]:
    return {
        p.name
        for p in folder.rglob("*")
        if p.suffix not in (".lock",) and not p.name.endswith(("-wal", "-shm"))
    }


JOBS = {
    "export": (40_000, ("export", "dealers", "列表.xlsx"), "列表.xlsx"),
    "print": (70_000, ("print", "complaint", "NUMBER", "--out", "五联.pdf"), "五联.pdf"),
    "backup": (200_000, ("backup", "备份.crm"), "备份.crm"),
}


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize("is_there", [False, True], ids=["new file", "over another"])
def test_what_was_being_written_stays_as_it_was(filled, job, is_there):
    most, words, name = JOBS[job]
    words = tuple((filled / "number").read_text() if word == "NUMBER" else word for word in words)
    target = filled / name
    if is_there:
        target.write_text("was there")
    before = listing(filled)
    code, said = typed(filled, most, *words)
    assert (code, said["ok"], said["code"]) == (1, False, "disk-full")
    assert said["what"]
    assert said["do"]
    assert listing(filled) == before
    assert target.exists() is is_there
    if is_there:
        assert target.read_text() == "was there"
        target.unlink()
    assert typed(filled, -1, "check")[0] == 0


def test_copies_that_were_not_written_are_not_noted(filled):
    from crmdesk.desk import Desk

    number = (filled / "number").read_text()
    typed(filled, 70_000, "print", "complaint", number, "--out", "五联.pdf")
    desk = Desk.open(filled / "办事处.crm")
    desk.sign_in("limin", PASSWORD)
    assert desk.do("complaint.copies_issued", number) == ()
    desk.close()


@pytest.mark.parametrize("most", [500_000, 1_500_000, 3_000_000])
def test_an_import_that_does_not_fit_changes_nothing(filled, most):
    before = typed(filled, -1, "check")[1]["findings"][-1]
    code, said = typed(filled, most, "import-dealers", "大名单.csv")
    assert (code, said["ok"]) == (1, False)
    assert said["code"] in ("disk-full", "not-written")
    assert said["kept"]
    code, after = typed(filled, -1, "check")
    assert (code, after["findings"][-1]) == (0, before)
