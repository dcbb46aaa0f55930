"""The people of a province: who they are seated as, what they may open, and the trail of what they did."""
