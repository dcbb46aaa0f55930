"""Pages of public services, by what people come for: look up, apply, track, decide."""
