"""kill -9 at random moments of every kind of writing: how many confirmed acts are lost, of a thousand kills.

python -m tests.bench.bench_kills [kills]
"""

import itertools
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.walks.killing import Killing, acts

LOOK_EVERY = 50


def main(kills: int = 1_000) -> None:
    """Kill, look, and print JSON; ``value`` is what was lost or found broken."""
    folder = Path(tempfile.mkdtemp(prefix="crmdesk-kills-"))
    begun = time.perf_counter()
    killing = Killing(folder, seed=1, rows=100)
    try:
        for number, act in zip(range(kills), itertools.cycle(acts()), strict=False):
            killing.kill(act)
            if number % LOOK_EVERY == LOOK_EVERY - 1:
                killing.look()
        killing.look()
    finally:
        killing.close()
        shutil.rmtree(folder, ignore_errors=True)
    tally = killing.tally
    said = {
        "name": "kills", "goal": 0, "value": len(tally.wrong), "wrong": tally.wrong[:20],
        "kills": dict(tally.kills), "confirmed": {kind: len(values) for kind, values in tally.confirmed.items()},
        "seconds": round(time.perf_counter() - begun, 1),
    }  # fmt: skip
    print(json.dumps(said, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
