"""现在重新启动: the program starts anew with its arguments, and takes in what only a new start can."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.builders import PASSWORD

from crmdesk.views import settled
from crmdesk.views.again import command

PERSON = Path(__file__).with_name("restarting.py")


def test_a_new_start_has_the_same_arguments_and_takes_scale_and_language_in(desk, tmp_path):
    log = tmp_path / "starts"
    environment = os.environ | {
        "CRMDESK_PASSWORD": PASSWORD, "CRMDESK_TEST_LOG": str(log), "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    arguments = ["--database", str(desk.database), "--as", "limin"]
    done = subprocess.run([sys.executable, str(PERSON), *arguments], env=environment, timeout=120, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    first, second = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())
    assert first == {"arguments": arguments, "environment": "", "language": "zh_CN", "scale": 100}
    assert second == {"arguments": arguments, "environment": "1.5", "language": "en", "scale": 150}


def test_the_command_is_the_one_that_started_this_program(monkeypatch):
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-X", "utf8", "-m", "crmdesk", "a.crm"])
    monkeypatch.setattr(sys, "argv", ["crmdesk/__main__.py", "a.crm"])
    assert command(["a.crm"]) == [sys.executable, "-X", "utf8", "-m", "crmdesk", "a.crm"]
    assert command([]) == [sys.executable, "-X", "utf8", "-m", "crmdesk"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command(["a.crm"]) == [sys.executable, "a.crm"]


def test_a_scale_that_somebody_set_from_outside_stays(monkeypatch):
    monkeypatch.setattr(settled, "_kept", lambda: {"look/scale": "150"})
    monkeypatch.setenv("QT_SCALE_FACTOR", "1.5")
    assert "QT_SCALE_FACTOR" not in settled.environment_again()
    monkeypatch.setenv("QT_SCALE_FACTOR", "1.25")
    assert settled.environment_again()["QT_SCALE_FACTOR"] == "1.25"
