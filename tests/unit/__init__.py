"""Unit tests: pure Python, no broker, no network; they mirror the packages."""
