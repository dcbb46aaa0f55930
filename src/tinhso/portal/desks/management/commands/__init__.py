"""Commands of the desks, one a file."""
