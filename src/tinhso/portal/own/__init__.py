"""People see the rows that registers hold on them, confirm them, or dispute them before the agency that keeps them."""
