"""`python -m bot` is `xiaoxin`."""

from bot.cli import main

main()
