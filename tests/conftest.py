"""Property tests of the whole house: no deadline (a busy machine is no fault), and the same examples on every run."""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
