"""The inner rooms of `handlers/understand.py`: from a typed sentence to its intent and slots. The data is in `phrases/`."""
