"""Tables of the room over time."""
