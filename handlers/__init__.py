"""What the school can ask for. Files here are shared tools; folders here are features (listed in `features.py`)."""
