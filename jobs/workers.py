"""The name of this process among all that share a database, and whether the one behind another name is still there."""

import os
import secrets
import socket
from contextlib import suppress
from pathlib import Path

_FIELDS = 5


def worker_name() -> str:
    """A name nobody else has had or will have: host, boot, process space, process id, a random end.

    The parts let a process that starts again on the same machine see at once that its killed predecessor is dead,
    instead of waiting for leases to run out.
    """
    return ":".join((socket.gethostname().replace(":", "-"), *_space(), str(os.getpid()), secrets.token_hex(4)))


def is_surely_dead(name: str) -> bool:
    """Whether the process behind a name can be seen to be gone from here. When in doubt: no."""
    parts = name.partition("#")[0].split(":")
    boot, space = _space()
    if len(parts) != _FIELDS or not boot or not space or (parts[1], parts[2]) != (boot, space):
        return False
    if not parts[3].isdigit() or int(parts[3]) == os.getpid():
        return False
    try:
        os.kill(int(parts[3]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def _space() -> tuple[str, str]:
    """(this boot of the kernel, this space of process ids); empty where the system does not say."""
    boot = space = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()[:13]
        space = os.readlink("/proc/self/ns/pid").strip("pid:[]")  # noqa: PTH115 -- no path, a name the kernel gives
    return boot, space
