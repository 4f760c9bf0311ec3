"""The pool of experts, draws, blind reviews and their minutes."""
