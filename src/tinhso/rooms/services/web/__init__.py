"""Where people apply and officers decide: the room's Django app, mounted by the portal alone."""
