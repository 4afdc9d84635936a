"""Every run draws the same examples; HYPOTHESIS_PROFILE=explore draws new ones."""

import os
import tempfile

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# What this user has trained here must not decide a test.
os.environ["GENERATOR_HOME"] = tempfile.mkdtemp(prefix="generator-tests-")
