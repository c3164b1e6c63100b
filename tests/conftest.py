"""What all tests share: how hypothesis searches, and whether golden images are rewritten."""

import os

from hypothesis import HealthCheck, settings

# No deadline: a slow machine is no defect. By default every run tries the same examples, so that a change is
# judged by what it changed; HYPOTHESIS_PROFILE=search looks for new ones.
_COMMON = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("ci", derandomize=True, max_examples=60, **_COMMON)
settings.register_profile("search", max_examples=1000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_addoption(parser):
    """Add what the tests of whole figures ask for."""
    parser.addoption(
        "--rewrite-golden", action="store_true", help="replace the golden images of figures by what is drawn"
    )
