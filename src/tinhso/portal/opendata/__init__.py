"""Open data: a release in the forms that other programs read, each with every observation of the release."""
