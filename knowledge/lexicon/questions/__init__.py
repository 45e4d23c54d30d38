"""For every clause of the sample charter: how people ask for it. They attach to a school's own clauses."""
