"""``make shots``: every page and state of the program as a picture, to be looked at before a page is called done.

``shots/<scene>-<width>-<light or dark>.png`` at 1440×900 and 1280×800; ``shots/en/`` the main pages in English;
``shots/large/`` some at 200 % on a small screen; ``shots/paper-*.png`` the pages of the five copies. What a
machine can see by itself (words cut off, bars to scroll sideways) is told at the end and in ``shots/faults.txt``.

    make shots                               everything
    make shots ARGS='--only dealers'         one group, or scenes by name, separated by commas
    make shots ARGS='--only today --quick'   1280×800, light only
    make shots ARGS=--docs                   renews docs/pictures/ as well

To add a page: write a function in the ``scenes_*.py`` of its subject, or in a new one that is named below::

    @scene("plans-month", login=REP, main=True)      # the first word is its group
    def month(stage: Stage) -> None:
        stage.go("plan")                             # opens the page, comes back when its data are there
        stage.click("plan.submit")                   # by objectName, as a person would

Each scene gets a fresh copy of the demo office (``office="empty"``: of a new one), so it may change what it
likes. ``main=True`` shows it in English too, ``large=True`` at 200 %.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.shots.scenes import Scene

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "shots"
SIZES = ((1440, 900), (1280, 800))
SMALL = ((960, 540),)  # 1920×1080 at 200 %
SCHEMES = ("light", "dark")
SUBJECTS = (
    "scenes_start", "scenes_shell", "scenes_dealer", "scenes_dealer_lives", "scenes_import",
    "scenes_memory", "scenes_complaint", "scenes_desks", "scenes_visit_day", "scenes_visit_plan",
)  # fmt: skip
#: Picture of the documents: scene, width.
DOCS = {
    "today": "today-clerk-1280-light",
    "dealers": "dealers-panel-1440-light",
    "complaint": "complaint-registered-1440-light",
    "paper": "paper-3",
}


def main() -> int:
    """Take what was asked for; 1 where a scene did not come about."""
    asked = _asked()
    if asked.part:
        return _take_part(asked)
    parts = ["plain"] if asked.quick else ["plain", "en", "large"]
    with tempfile.TemporaryDirectory(prefix="crmdesk-shots-") as folder:
        failed = [part for part in parts if _run_part(part, asked.folder or folder, asked) != 0]
    _tell_faults(parts)
    if asked.docs:
        _write_documents()
    return int(bool(failed))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make shots ARGS=…")
    parser.add_argument("--only", default="", help="groups or scenes, separated by commas")
    parser.add_argument("--quick", action="store_true", help="1280×800, light, Chinese")
    parser.add_argument("--docs", action="store_true", help="renew docs/pictures")
    parser.add_argument("--part", default="", help=argparse.SUPPRESS)
    parser.add_argument("--folder", default="", help="where the offices lie, to be used again next time")
    return parser.parse_args()


def _run_part(part: str, folder: str, asked: argparse.Namespace) -> int:
    """Language and scale are settled before Qt is there, so each has a process of its own."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "QT_QPA_PLATFORM": f"offscreen:configfile={_screen(folder)}",
        "CRMDESK_CONFIG": str(Path(folder) / f"config-{part}"),
        "CRMDESK_DEMO": str(Path(folder) / "demo-window"),
        "HOME": folder,
    }
    if part == "large":
        environment["QT_SCALE_FACTOR"] = "2"
    command = [sys.executable, "-m", "tests.shots", "--part", part, "--folder", folder, "--only", asked.only]
    return subprocess.run(command + ["--quick"] * asked.quick, cwd=ROOT, env=environment).returncode


def _screen(folder: str) -> Path:
    """A screen that is large enough for the window and every list that opens over it."""
    path = Path(folder) / "screen.json"
    screen = {"name": "shots", "x": 0, "y": 0, "width": 2000, "height": 1200, "logicalDpi": 96,
              "logicalBaseDpi": 96, "dpr": 1}  # fmt: skip
    path.write_text(json.dumps({"screens": [screen]}))
    return path


def _take_part(asked: argparse.Namespace) -> int:
    from importlib import import_module

    from PySide6.QtWidgets import QApplication

    from crmdesk import words
    from crmdesk.views import theme
    from tests.shots import clock
    from tests.shots.offices import Offices
    from tests.shots.scenes import chosen

    words.use("en" if asked.part == "en" else "zh_CN")
    app = QApplication(["crmdesk", "-style", "fusion"])
    app.setQuitOnLastWindowClosed(False)
    app.setCursorFlashTime(0)
    clock.stand_still()
    theme.install(app, theme.Scheme.LIGHT)
    for subject in SUBJECTS:
        import_module(f"tests.shots.{subject}")
    offices = Offices(Path(asked.folder) / "offices")
    offices.folder.mkdir(exist_ok=True)
    SHOTS.mkdir(exist_ok=True)
    scenes = [s for s in chosen(asked.only) if asked.part == "plain" or getattr(s, _FLAG[asked.part])]
    failed = [scene.name for scene in scenes if not _take_scene(scene, offices, asked)]
    if asked.part == "plain" and (not asked.only or "paper" in asked.only):
        from tests.shots import paper

        paper.draw(offices, SHOTS)
    return int(bool(failed))


_FLAG = {"en": "main", "large": "large"}


def _take_scene(scene: "Scene", offices: object, asked: argparse.Namespace) -> bool:
    """Every size, the scene anew for each, and both schemes of it."""
    import traceback

    from crmdesk.views import memory, theme
    from tests.shots import eyes
    from tests.shots.stage import Stage

    sizes = SMALL if asked.part == "large" else SIZES[1:] if asked.quick else SIZES
    folder = SHOTS if asked.part == "plain" else SHOTS / asked.part
    good = True
    for size in sizes:
        memory.forget("")
        theme.switch(theme.Scheme.LIGHT)
        stage = Stage(offices, size)
        try:
            stage.begin(scene)
            for scheme in SCHEMES[: 1 if asked.quick else 2]:
                theme.switch(theme.Scheme(scheme))
                stage.take(folder / f"{scene.name}-{size[0]}-{scheme}.png")
            _note(asked.part, scene.name, size, eyes.faults(stage.everything()))
        except Exception:  # noqa: BLE001 - the other scenes are to be taken all the same
            sys.stderr.write(f"✗ {scene.name} {size[0]}\n{traceback.format_exc()}\n")
            good = False
        finally:
            stage.end()
    sys.stderr.write(f"{'✓' if good else '✗'} {asked.part} {scene.name}\n")
    return good


def _note(part: str, name: str, size: tuple[int, int], found: list[str]) -> None:
    file = SHOTS / f"faults-{part}.txt"
    with file.open("a", encoding="utf-8") as out:
        out.writelines(f"{name} {size[0]}: {fault}\n" for fault in found)


def _tell_faults(parts: list[str]) -> None:
    lines: list[str] = []
    for part in parts:
        file = SHOTS / f"faults-{part}.txt"
        if file.exists():
            lines += [f"[{part}] {line}" for line in file.read_text(encoding="utf-8").splitlines()]
            file.unlink()
    (SHOTS / "faults.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")
    sys.stderr.write(f"{len(lines)} faults that a machine sees, in shots/faults.txt\n")


def _write_documents() -> None:
    """Copies in 256 colours, none of them off by more than a few steps: a third of the size."""
    from PIL import Image

    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    for name, shot in DOCS.items():
        with Image.open(SHOTS / f"{shot}.png") as picture:
            few = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, 4, dither=Image.Dither.NONE)
            few.save(target / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
