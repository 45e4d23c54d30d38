"""The charter: import it, index it, find the clause, answer. Knows no chat and no database; the face is `charter.py`."""
