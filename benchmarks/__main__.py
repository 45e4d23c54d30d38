"""`make bench`: every measurement, each beside a peer in the same run.

`python -m benchmarks policy` runs one, `python -m benchmarks delivery answers` one part of it.
"""

import importlib
import sys

NAMES = ("policy", "understand", "delivery")

wanted = sys.argv[1:]
parts = wanted[1:] if wanted and wanted[0] == "delivery" and not set(wanted[1:]) & set(NAMES) else []
for name in [one for one in wanted if one not in parts] or NAMES:
    if name not in NAMES:
        sys.exit(f"{name}: choose from {', '.join(NAMES)}")
    print(f"\n== {name}")
    module = importlib.import_module(f"benchmarks.{name}")
    sys.argv = [name, *parts]
    module.main(*([parts] if parts else []))
