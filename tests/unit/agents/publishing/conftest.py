"""A profile for the long run: ``pytest tests/unit/agents/publishing --hypothesis-profile=long``."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "long", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("brief", max_examples=100, deadline=None)
settings.load_profile("brief")
