"""All the set-up that ``make`` needs, on a machine that has only Python, venv and make.

``prepare.py run`` readies the program, ``prepare.py dev`` also what tests and checks need. What is in order
already is left alone: a second call costs a few hundredths of a second. Standard library only, since it
runs before anything is installed.
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
PYTHONS = ("python3.11", "python3.12", "python3.13")  # Qt's wheels end at 3.13

# Shared library → the Debian package that brings it.
QT_DRAWS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
QT_OPENS_WINDOWS = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}


def main() -> int:
    """Do what is still to do for ``run`` or ``dev``; 0 when all is in order."""
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if purpose not in LOCKS:
        return _stop(f"prepare.py run | dev,而不是 {purpose}", f"prepare.py run | dev, not {purpose}")
    _use_a_python_that_fits()
    _install_debian_packages(_missing_libraries(purpose))
    VENV.mkdir(exist_ok=True)
    with (VENV / ".prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # `make lint` beside `make test`: one of them waits
        if not _is_installed(purpose):
            _make_venv()
            _install(purpose)
        _compile_words()
        _compile_program()
    return 0


def _use_a_python_that_fits() -> None:
    if (3, 11) <= sys.version_info < (3, 14):
        return
    for name in PYTHONS:
        if found := shutil.which(name):
            os.execv(found, [found, *sys.argv])
    here = ".".join(map(str, sys.version_info[:2]))
    raise SystemExit(
        _stop(
            f"需要 Python 3.11 至 3.13,这里只有 {here}。请安装其中之一后重试。",
            f"Python 3.11 to 3.13 is needed, here is {here}. Please install one of them and try again.",
        )
    )


def _missing_libraries(purpose: str) -> list[str]:
    """The Debian packages that Qt still lacks. Tests draw off screen; without a display no window opens."""
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    needed: dict[str, str] = {}
    if purpose == "dev" or has_display:
        needed |= QT_DRAWS
    if purpose == "run" and has_display:
        needed |= QT_OPENS_WINDOWS
    return [package for library, package in needed.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _install_debian_packages(packages: list[str]) -> None:
    """With apt-get where we may; else say the one line to type and stop."""
    if not packages:
        return
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if not shutil.which("apt-get"):
        needed = " ".join(packages)
        raise SystemExit(
            _stop(
                f"缺少系统库(Debian 的名称):{needed}。请用本机的软件管理器安装后重试。",
                f"System libraries are missing (by Debian's names): {needed}. Please install them and try again.",
            )
        )
    if os.geteuid() != 0:
        raise SystemExit(
            _stop(f"缺少系统库,请输入:sudo {line}", f"System libraries are missing, please type: sudo {line}")
        )
    _say(
        f"正在安装系统库:{' '.join(packages)}",
        f"installing the system libraries {' '.join(packages)}",
    )
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    _must(["apt-get", "update", "-qq"], **quiet)
    _must(line.split(), **quiet)


def _is_installed(purpose: str) -> bool:
    """Whether the environment holds exactly the locked versions; the one for ``dev`` serves ``run`` too."""
    if not VENV_PYTHON.exists():
        return False
    wider = [name for name in LOCKS if name in (purpose, "dev")]
    return any(_stamp(name).exists() and _stamp(name).read_text() == _digest(name) for name in wider)


def _stamp(purpose: str) -> Path:
    return VENV / f".installed-{purpose}"


def _digest(purpose: str) -> str:
    """Of all that decides what the environment holds: the lock, this script, the folder that it lies in."""
    parts = (LOCKS[purpose].read_bytes(), Path(__file__).read_bytes(), str(ROOT).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _make_venv() -> None:
    if _runs_here():
        return
    if importlib.util.find_spec("ensurepip") is None:
        _install_debian_packages([f"python3.{sys.version_info.minor}-venv"])
    _say("正在建立 .venv", "creating .venv")
    _must([sys.executable, "-m", "venv", "--clear", str(VENV)])


def _runs_here() -> bool:
    """Whether the environment was made in this folder and its Python still starts."""
    if not VENV_PYTHON.exists():
        return False
    asked = subprocess.run(
        [VENV_PYTHON, "-c", "import sys, pip; print(sys.prefix)"], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() == str(VENV)


def _install(purpose: str) -> None:
    lock = LOCKS[purpose]
    _say(
        f"正在按 {lock.name} 安装程序库(逐个核对哈希值),第一次需要几分钟",
        f"installing what {lock.name} locks, every hash checked; the first time takes some minutes",
    )
    progress = [] if sys.stdout.isatty() else ["--quiet"]
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *progress]
    _must([*pip, "--require-hashes", "-r", str(lock)])
    _put_project_on_path()
    _stamp(purpose).write_text(_digest(purpose))


def _put_project_on_path() -> None:
    """What an editable install does, without a build tool: the path, and the command ``crmdesk``."""
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    (site / "crmdesk.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    command = VENV / "bin" / "crmdesk"
    command.write_text(
        f"#!{VENV_PYTHON}\nfrom crmdesk.cli import main\n\nraise SystemExit(main())\n", encoding="utf-8"
    )
    command.chmod(0o755)


def _compile_words() -> None:
    """Make the catalogue that gettext reads wherever the translation is newer."""
    for words in (ROOT / "resources" / "locale").glob("*/LC_MESSAGES/crmdesk.po"):
        compiled = words.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= words.stat().st_mtime:
            continue
        _say(f"正在编译译文 {words.parts[-3]}", f"compiling the words in {words.parts[-3]}")
        pybabel = [str(VENV_PYTHON), "-m", "babel.messages.frontend", "--quiet", "compile"]
        _must([*pybabel, "-i", str(words), "-o", str(compiled)])


def _compile_program() -> None:
    """Bytecode of what is newer than its own: where Python may write none itself, each start would compile anew.

    It costs a sixth of the way to the first painted window.
    """
    _must([str(VENV_PYTHON), "-m", "compileall", "-q", str(ROOT / "src")])


def _must(command: list[str], **how: object) -> None:
    done = subprocess.run(command, check=False, **how)  # type: ignore[call-overload]
    if done.returncode:
        shown = " ".join(command)
        raise SystemExit(
            _stop(
                f"这一步没有成功:{shown}。原因见上;已完成的步骤保留,重试时会接着做。",
                f"This step failed: {shown}. The reason stands above; what was done is kept, try again.",
            )
        )


def _say(chinese: str, english: str) -> None:
    print(f"· {chinese} / {english} …", flush=True)


def _stop(chinese: str, english: str) -> int:
    print(f"✗ {chinese}\n  {english}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
