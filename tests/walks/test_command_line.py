"""The command line as scripts use it: every command, its exit code, and what it says to people and machines."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import openpyxl
import pytest

from crmdesk.cli import main
from crmdesk.cli.answers import Exit
from crmdesk.resources import resource
from tests.bare import bare

ROOT = Path(__file__).parents[2]
PASSWORD = "secret1"
GENERAL = {"--json", "--as", "--database", "--help"}
OFFICE = ("init", "--office", "华东办事处", "--code", "HD", "--user", "limin", "--name", "李敏")


class Shell:
    """Types commands in a folder; ``said`` and ``complained`` are what came of the last one."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.database = folder / "华东.crm"
        self.said = self.complained = ""

    def type(self, *words: object) -> int:
        code = main.run([str(word) for word in words])
        self.said, self.complained = self._capsys.readouterr()
        return code

    def as_clerk(self, *words: object) -> int:
        return self.type("--database", self.database, "--as", "limin", *words)

    def json(self) -> dict[str, object]:
        return json.loads(self.said)


@pytest.fixture
def shell(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CRMDESK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("CRMDESK_PASSWORD", PASSWORD)
    monkeypatch.delenv("CRMDESK_DATABASE", raising=False)
    return Shell(tmp_path, capsys)


@pytest.fixture(scope="module")
def office_file(tmp_path_factory) -> Path:
    """An office with the demo list in it, made once by the command line itself."""
    database = tmp_path_factory.mktemp("office") / "华东.crm"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRMDESK_PASSWORD", PASSWORD)
        patch.setenv("CRMDESK_CONFIG", str(database.parent))
        assert main.run(["--database", str(database), *OFFICE]) == 0
        listed = str(resource("demo", "客户名单.xlsx"))
        assert main.run(["--database", str(database), "--as", "limin", "import-dealers", listed]) == 0
    return database


@pytest.fixture
def office(shell, office_file):
    shell.database.write_bytes(office_file.read_bytes())
    return shell


def a_list(folder: Path, *lines: str) -> Path:
    path = folder / "名单.csv"
    path.write_text("\n".join(("客户编号,客户名称,城市,信用额度", *lines)), encoding="utf-8")
    return path


def test_a_new_office_is_made_and_its_first_user_can_sign_in(shell):
    assert shell.type("--database", shell.database, *OFFICE) == Exit.DONE
    assert "华东办事处" in shell.said
    assert shell.as_clerk("check") == Exit.DONE


def test_an_office_that_is_there_is_not_made_again(office):
    assert office.type("--database", office.database, *OFFICE, "--json") == Exit.REFUSED
    assert office.json()["code"] == "exists"


def test_options_may_stand_before_the_command_or_behind_it(office):
    assert office.type("check", "--json", "--as", "limin", "--database", office.database) == Exit.DONE
    assert office.json()["ok"] is True


def test_the_last_database_is_taken_when_none_is_named(office, monkeypatch):
    office.as_clerk("check")
    assert office.type("check", "--as", "limin") == Exit.DONE
    monkeypatch.setenv("CRMDESK_DATABASE", str(office.folder / "anders.crm"))
    assert office.type("check", "--as", "limin", "--json") == Exit.REFUSED
    assert office.json()["code"] == "no-database"


def test_an_import_reports_for_people_and_for_machines(office):
    path = a_list(office.folder, "N1,新建材,南京,5万", "N2,,苏州,100", "N3,旧建材,合肥,待定")
    report, errors = office.folder / "报告.json", office.folder / "未导入.xlsx"
    assert office.as_clerk("import-dealers", path, "--report", report, "--errors", errors) == Exit.DONE
    assert "新增 2" in office.said
    said = json.loads(report.read_text(encoding="utf-8"))
    assert (said["sheet"], said["header_row"]) == ("名单", 1) or said["header_row"] == 1
    assert [(c["column"], c["field"]) for c in said["columns"]] == [
        ("A", "code"), ("B", "name"), ("C", "city"), ("D", "credit_limit"),
    ]  # fmt: skip
    assert all(c["reason"] for c in said["columns"])
    assert (said["read"], said["new"], said["updated"], said["skipped"], said["rejected"]) == (3, 2, 0, 0, 1)
    places = {(p["row"], p["column"]): p for p in said["problems"]}
    assert set(places) == {(2, "D"), (3, "B"), (4, "D")}
    assert all(p["reason"] and p["done"] for p in said["problems"])
    assert places[2, "D"]["field"] == "credit_limit"
    assert openpyxl.load_workbook(errors).active.max_row == 3


def test_a_dry_run_changes_nothing(office):
    path = a_list(office.folder, "N1,新建材,南京,1")
    before = office.database.read_bytes()
    assert office.as_clerk("import-dealers", path, "--dry-run", "--json") == Exit.DONE
    assert (office.json()["new"], office.json()["dry_run"]) == (1, True)
    assert office.database.read_bytes() == before


def test_strict_imports_tell_the_shell_of_rejected_rows(office):
    path = a_list(office.folder, "N2,,苏州,100", "N1,新建材,南京,1")
    assert office.as_clerk("import-dealers", path) == Exit.DONE
    assert office.as_clerk("import-dealers", path, "--strict") == Exit.LOOK


def test_rows_that_may_be_somebody_else_are_named_and_left_to_a_person(office):
    office.as_clerk("import-dealers", a_list(office.folder, "N1,南京恒泰新建材有限公司,南京,1"))
    path, errors = a_list(office.folder, ",恒泰新建材(南京)经销部,南京,2"), office.folder / "错误.xlsx"
    assert office.as_clerk("import-dealers", path, "--strict", "--errors", errors) == Exit.LOOK
    for said in ("跳过 1", "其中 1 行可能是已有的客户", "「南京恒泰新建材有限公司」(N1、南京)", "仅组织形式不同"):
        assert said in office.said
    assert openpyxl.load_workbook(errors).active.max_row == 2
    office.as_clerk("import-dealers", path, "--json")
    assert (office.json()["undecided"], office.json()["skipped"]) == ([2], 1)
    assert office.json()["problems"][0]["grade"] == "lost"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file-zero"), (b"PK\x03\x04 broken", None), ("客户名称\n".encode(), None), (None, "file-missing")],
    ids=["empty", "broken", "no rows", "missing"],
)
def test_a_file_that_cannot_be_imported_is_refused_with_a_sentence(office, content, code):
    path = office.folder / "名单.xlsx"
    if content is not None:
        path.write_bytes(content)
    assert office.as_clerk("import-dealers", path, "--json") == Exit.REFUSED
    said = office.json()
    assert said["ok"] is False
    assert said["what"]
    assert said["do"]
    assert code in (None, said["code"])


def test_the_list_is_exported_as_filtered_and_sorted(office):
    out = office.folder / "客户.xlsx"
    code = office.as_clerk(
        "export",
        "dealers",
        out,
        "--class",
        "A",
        "--city",
        "南京",
        "--sort",
        "name",
        "--columns",
        "code,客户名称,city",
    )
    assert code == Exit.DONE
    header, *rows = openpyxl.load_workbook(out).active.iter_rows(values_only=True)
    assert header == ("编号", "客户名称", "城市", "记录号")
    assert rows
    assert {row[2] for row in rows} == {"南京"}
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)


@pytest.mark.parametrize(
    "words", [("--class", "D"), ("--columns", "code,nothing"), ("--sort", "nothing"), ("--nothing",)]
)
def test_a_value_that_means_nothing_is_a_typing_error(office, words):
    assert office.as_clerk("export", "dealers", office.folder / "x.xlsx", *words, "--json") == Exit.USAGE
    assert office.json()["code"] == "usage"
    assert not (office.folder / "x.xlsx").exists()


def test_chosen_copies_of_a_complaint_are_printed_to_a_pdf(office):
    from crmdesk.desk import Desk
    from crmdesk.rules.dealer import DealerQuery
    from tests.builders import complaint_values

    desk = Desk.open(office.database)
    desk.sign_in("limin", PASSWORD)
    form = desk.do("complaint.record", complaint_values(desk.do("dealer.page", DealerQuery(), 0, 1)[0]))
    desk.close()
    out = office.folder / "五联.pdf"
    assert office.as_clerk("print", "complaint", form.draft_key, "--out", out, "--copies", "1,3") == Exit.DONE
    assert out.read_bytes().startswith(b"%PDF")
    assert office.as_clerk("print", "complaint", "999999", "--out", out, "--json") == Exit.REFUSED
    assert office.json()["code"] == "not-found"
    assert office.as_clerk("print", "complaint", form.draft_key, "--out", out, "--copies", "6") == Exit.USAGE


def test_a_backup_is_made_and_restored(office):
    saved = office.folder / "备份.crm"
    assert office.as_clerk("backup", saved) == Exit.DONE
    office.as_clerk("import-dealers", a_list(office.folder, "N1,后来的建材,南京,1"))
    assert office.as_clerk("restore", saved, "--json") == Exit.DONE
    assert Path(office.json()["saved"]).exists()
    office.as_clerk("export", "dealers", office.folder / "客户.xlsx", "--text", "后来的建材", "--json")
    assert office.json()["rows"] == 0


def test_a_broken_database_is_restored_by_who_may(office, monkeypatch):
    saved = office.folder / "备份.crm"
    office.as_clerk("backup", saved)
    office.database.write_bytes(b"broken" * 1000)
    monkeypatch.setenv("CRMDESK_PASSWORD", "wrong-password")
    assert office.as_clerk("restore", saved) == Exit.NOT_ALLOWED
    monkeypatch.setenv("CRMDESK_PASSWORD", PASSWORD)
    assert office.as_clerk("restore", saved) == Exit.DONE
    assert office.as_clerk("check") == Exit.DONE


def test_a_damaged_office_is_told_by_the_exit_code(office):
    with bare(office.database) as connection:
        connection.execute("UPDATE dealer SET name = '改过', revision = 9 WHERE code = 'HD0002'")
    assert office.as_clerk("check", "--json") == Exit.LOOK
    assert office.json()["ok"] is False
    assert [f["name"] for f in office.json()["findings"] if not f["ok"]] == ["records"]


def test_who_may_not_is_told_so_and_nothing_happens(office, monkeypatch):
    from crmdesk.desk import Desk
    from crmdesk.rules.people import Role

    desk = Desk.open(office.database)
    desk.sign_in("limin", PASSWORD)
    desk.do("person.add", "sunli", "孙立", frozenset({Role.REP}), PASSWORD)
    desk.close()
    path = a_list(office.folder, "N1,新建材,南京,1")
    words = ("--database", office.database, "--as", "sunli", "import-dealers", path, "--json")
    assert office.type(*words) == Exit.NOT_ALLOWED
    assert (office.json()["code"], bool(office.json()["do"])) == ("not-allowed", True)
    monkeypatch.setenv("CRMDESK_PASSWORD", "wrong-password")
    assert office.type(*words) == Exit.NOT_ALLOWED
    assert office.json()["code"] == "wrong-password"
    monkeypatch.delenv("CRMDESK_PASSWORD")
    assert office.type(*words) == Exit.NOT_ALLOWED
    assert office.json()["code"] == "no-password"


def test_a_command_without_its_person_or_of_no_name_is_a_typing_error(office):
    assert office.type("--database", office.database, "check") == Exit.USAGE
    assert "--as" in office.complained
    assert office.type("chekc", "--json") == Exit.USAGE
    assert office.type("init", "--office", "x", "--json") == Exit.USAGE
    assert "--code" in office.json()["what"]


def test_a_fault_of_the_program_has_its_own_code_and_says_that_nothing_changed(office, monkeypatch):
    monkeypatch.setattr("crmdesk.desk.Desk.open", lambda *args: 1 / 0)
    assert office.as_clerk("check", "--json") == Exit.UNEXPECTED
    assert office.json()["code"] == "unexpected"
    assert "ZeroDivisionError" in office.complained


def test_without_a_display_no_window_is_tried(shell, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert shell.type("--json") == Exit.REFUSED
    assert shell.json()["code"] == "no-display"


def test_no_qt_is_loaded_and_no_database_library_either_until_it_is_needed():
    program = (
        "import sys, crmdesk.cli; crmdesk.cli.main.run(['--help']);"
        "print([m for m in ('PySide6', 'sqlalchemy', 'reportlab', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": str(ROOT / "src"), "CRMDESK_LANGUAGE": "zh_CN", "PATH": ""})  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


# the document


def commands(group: click.Group = main, path: str = "crmdesk"):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def document() -> str:
    return (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def test_the_document_names_every_command_with_its_options_and_no_other():
    said = dict(re.findall(r"^### `([^`]+)`\n(.*?)(?=^##|\Z)", document(), re.M | re.S))
    named = {
        re.match(r"(?:[a-z]+[a-z-]* ?)+", heading)[0].strip(): heading + body
        for heading, body in said.items()
    }
    known = dict(commands())
    assert set(named) == set(known)
    for name, text in named.items():
        own = {o for p in known[name].params if isinstance(p, click.Option) for o in p.opts}
        assert set(re.findall(r"--[a-z][a-z-]+", text)) - GENERAL == own - GENERAL, name
        arguments = {p.name.upper() for p in known[name].params if isinstance(p, click.Argument)}
        assert arguments <= set(text.split("\n")[0].replace("`", " ").split()), name


def test_the_document_lists_the_exit_codes():
    rows = dict(re.findall(r"^\| (\d+) \| ([^|]+) \|", document(), re.M))
    assert {int(code) for code in rows} == {int(code) for code in Exit}


def test_the_module_runs_the_same_program():
    said = [
        subprocess.run(
            [sys.executable, *how, "--version"], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for how in (["-m", "crmdesk"], ["-c", "from crmdesk.cli import main; main()"])
    ]  # fmt: skip
    assert said[0] == said[1] != ""
