"""Ears and mouth: start-up, settings, command line, web server, platforms."""
