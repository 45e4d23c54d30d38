"""How long a test waits for what another thread or process has yet to do.

Where all goes well it takes milliseconds, and a wait that ends as soon as the thing is there costs nothing. A machine that
is busy with something else may need a thousand times as long, and that is no fault of what is tested.
"""

PATIENCE = (
    100.0  # seconds; also more than the minute for which WeCom lets notices rest around the full and the half hour
)
