"""The clock and the post: what happens when, and the relay that carries the outbox to the platforms."""
