"""The sample charter that Xiaoxin answers from until a school imports its own."""
