"""How much a foreign file may cost before it is thrown out (reliability 4), and how a process is held to it."""

import sys
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the reader; each has its sentence in `crmdesk.exchange.refusals`.

    ``silence_seconds`` without progress holds up to 100 MB of unpacked sheet; bigger sheets get more, in
    proportion, because one sheet is parsed in one piece. ``total_seconds`` holds for the whole file.
    """

    file_bytes: int = 200 * MEGABYTE
    unpacked_bytes: int = 1024 * MEGABYTE
    ratio: int = 200
    ratio_from_bytes: int = 20 * MEGABYTE  # a small file may well be packed tightly
    cells: int = 5_000_000
    columns: int = 16_384
    sheets: int = 1_000
    cell_text: int = 32_767
    memory_bytes: int = 900 * MEGABYTE
    silence_seconds: float = 10.0
    total_seconds: float = 120.0

    def silence_for(self, unpacked: int) -> float:
        """Seconds without a sign of life that a sheet of ``unpacked`` bytes may take."""
        return max(self.silence_seconds, self.silence_seconds * unpacked / (100 * MEGABYTE))


def hold_memory(limit: int) -> None:
    """Give this process ``limit`` bytes of address space and no more (a Job object on Windows)."""
    if sys.platform == "win32":
        _hold_memory_on_windows(limit)
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    except (ValueError, OSError):
        return  # macOS knows no such limit; the limits on cells and time still hold
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _hold_memory_on_windows(limit: int) -> None:
    """Put this process into a Job whose processes may commit ``limit`` bytes each."""
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("BasicLimitInformation", Basic),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    process_memory, extended_class = 0x100, 9  # JOB_OBJECT_LIMIT_PROCESS_MEMORY, …ExtendedLimitInformation
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    wanted = Extended()
    wanted.BasicLimitInformation.LimitFlags = process_memory
    wanted.ProcessMemoryLimit = limit
    job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
    kernel.SetInformationJobObject(job, extended_class, ctypes.byref(wanted), ctypes.sizeof(wanted))
    kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))
