"""Tests of what the project is shipped with."""
