"""Killing at random moments, and what must be true afterwards (reliability 3)."""

import hashlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from crmdesk.desk import Desk
from crmdesk.exchange.backup import verify
from crmdesk.rules.errors import Refused
from crmdesk.services.backup import backups_of, whats_wrong
from tests.bare import bare
from tests.walks.victim import ACTS

ROOT = Path(__file__).parents[2]
LONGEST_WAIT = 60.0
#: So many victims have confirmed something when they die; the others die at any moment from their birth on.
WAITS_FOR_A_CONFIRMATION = 0.5


@dataclass
class Tally:
    """What was confirmed, and what was found wrong."""

    kills: Counter[str] = field(default_factory=Counter)
    confirmed: dict[str, set[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """A line of the victim."""
        _ok, kind, value = line.split(" ", 2)
        self.confirmed.setdefault(kind, set()).add(value)

    @property
    def confirmations(self) -> int:
        """How many acts were confirmed."""
        return sum(map(len, self.confirmed.values()))


class Killing:
    """An office, and a process that is killed over and over while it writes to it."""

    def __init__(self, folder: Path, seed: int = 3, rows: int = 400) -> None:
        self.place = folder / "办事处.crm"
        self.tally = Tally()
        self._random = random.Random(seed)
        self._rows = rows
        self._sound: set[Path] = set()  # backups that were looked at
        desk = Desk.create(self.place, office="华东", code="HD", login="lm", name="李敏", password="secret1")
        desk.do("dealer.create", {"name": "第一家", "city": "南京"})
        self._token = desk.stay_signed_in()
        desk.close()
        paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.walks.victim"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": paths},
        )  # fmt: skip
        self._heard = b""
        assert self._line() == "ready"

    def close(self) -> None:
        """End the process that makes victims."""
        assert self._nursery.stdin is not None
        self._nursery.stdin.close()
        self._nursery.wait(timeout=LONGEST_WAIT)

    def kill(self, act: str, longest: float = 0.25) -> None:
        """Let a victim do ``act`` and kill it, often before its first confirmation."""
        order = {"act": act, "place": str(self.place), "token": self._token, "rows": self._rows}
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(json.dumps(order).encode() + b"\n")
        self._nursery.stdin.flush()
        victim = int(self._line().removeprefix("pid "))
        if self._random.random() < WAITS_FOR_A_CONFIRMATION:
            self._take(self._line())
        time.sleep(self._random.random() * longest)
        os.kill(victim, signal.SIGKILL)
        while (line := self._line()) != "dead":
            self._take(line)
        self.tally.kills[act] += 1

    def _take(self, line: str) -> None:
        assert line.startswith("ok "), line
        self.tally.add(line)

    def _line(self) -> str:
        assert self._nursery.stdout is not None
        pipe = self._nursery.stdout.fileno()
        while b"\n" not in self._heard:
            ready, _write, _error = select.select([pipe], [], [], LONGEST_WAIT)
            assert ready, "the victim says nothing"
            said = os.read(pipe, 65536)
            assert said, "the nursery is gone"
            self._heard += said
        line, _end, self._heard = self._heard.partition(b"\n")
        return line.decode()

    # what must be true

    def look(self) -> list[str]:
        """Everything that is wrong now; each look also goes into the tally."""
        wrong = [*self._office(), *self._lost(), *self._torn_imports(), *self._files()]
        self.tally.wrong += wrong
        return wrong

    def _office(self) -> list[str]:
        desk = Desk.open(self.place)
        desk.resume(self._token)
        report = desk.do("check.run")
        desk.close()
        return [f.sentence for f in report.findings if not f.ok]

    def _lost(self) -> list[str]:
        """What was confirmed and is not there."""
        confirmed = self.tally.confirmed
        with bare(self.place) as connection:
            revisions = dict(connection.execute("SELECT id, revision FROM dealer"))
            forms = {row[0] for row in connection.execute("SELECT id FROM complaint")}
            numbers = [
                row[0] for row in connection.execute("SELECT number FROM complaint WHERE number IS NOT NULL")
            ]
            marks = Counter(row[0] for row in connection.execute("SELECT substr(code, 1, 8) FROM dealer"))
        lost = [f"dealer {key}" for key in confirmed.get("dealer", ()) if key not in revisions]
        lost += [f"complaint {key}" for key in confirmed.get("complaint", set()) - forms]
        lost += [f"number {number}" for number in confirmed.get("number", set()) - set(numbers)]
        for said in confirmed.get("revision", ()):
            key, revision = said.split(":")
            if revisions.get(key, 0) < int(revision):
                lost.append(f"revision {said}")
        for said in confirmed.get("import", ()):
            mark, count = said.split(":")
            if marks[mark] != int(count):
                lost.append(f"import {said}: {marks[mark]}")
        return lost

    def _torn_imports(self) -> list[str]:
        """Imports that are neither whole nor absent, and numbers with a gap."""
        with bare(self.place) as connection:
            torn = connection.execute(
                """SELECT substr(code, 1, 8), count(*) FROM dealer WHERE code LIKE '________-%'
                   GROUP BY 1 HAVING count(*) <> ?""", (self._rows,),
            ).fetchall()  # fmt: skip
            batches = connection.execute(
                """SELECT b.id FROM import_batch b WHERE b.new <> (SELECT count(*) FROM journal j
                   WHERE j.subject = 'dealer' AND replace(j.cause, '-', '') = 'import:' || b.id)"""
            ).fetchall()
            serials = [row[0] for row in connection.execute(
                "SELECT number_serial FROM complaint WHERE number IS NOT NULL ORDER BY 1")]  # fmt: skip
        gap = [] if serials == list(range(1, len(serials) + 1)) else [f"numbers {serials}"]
        return [f"torn {row}" for row in (*torn, *batches)] + gap

    def _files(self) -> list[str]:
        """Files that are half: backups, workbooks, offices."""
        wrong = []
        for backup in backups_of(self.place):
            if backup.path in self._sound:
                continue
            self._sound.add(backup.path)
            try:
                verify(backup.path, whats_wrong)
            except Refused as error:
                wrong.append(f"{backup.path.name}: {error}")
        wrong += [f"missing {p}" for p in self.tally.confirmed.get("backup", ()) if not Path(p).exists()]
        wrong += self._attachments()
        exported = self.place.with_name("导出.xlsx")
        if exported.exists():
            openpyxl.load_workbook(exported, read_only=True).close()
        confirmed = self.tally.confirmed.get("office", set())
        for place in self.place.parent.glob("新-*.crm"):
            wrong += self._new_office(place, str(place) in confirmed)
        return wrong

    def _attachments(self) -> list[str]:
        """Attachments that were confirmed or stand in the table, and whose content is not whole."""
        with bare(self.place) as connection:
            rows = {row[0] for row in connection.execute("SELECT sha256 FROM attachment")}
        wrong = [f"attachment {key}" for key in self.tally.confirmed.get("attachment", set()) - rows]
        for key in rows:
            file = self.place.with_name(f"{self.place.name}.files") / key[:2] / key
            if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != key:
                wrong.append(f"content {key}")
        return wrong

    def _new_office(self, place: Path, is_confirmed: bool) -> list[str]:
        """A confirmed office opens; one that was killed on the way opens or says why it does not."""
        try:
            desk = Desk.open(place)
        except Refused as error:
            return [f"{place.name}: {error}"] if is_confirmed or not error.do else []
        desk.close()
        place.unlink()
        return []


def acts() -> tuple[str, ...]:
    """All that a victim can be doing."""
    return tuple(ACTS)
