"""Ears and mouths: each platform is one way in and one way out, and nothing else."""
