"""`make bench`: every measurement, each beside a peer in the same run. `python -m benchmarks policy` runs one."""

import importlib
import sys

NAMES = ("policy", "understand", "delivery")

for name in sys.argv[1:] or NAMES:
    if name not in NAMES:
        sys.exit(f"{name}: choose from {', '.join(NAMES)}")
    print(f"\n== {name}")
    module = importlib.import_module(f"benchmarks.{name}")
    sys.argv = [name]  # what follows reads no arguments of ours
    module.main()
