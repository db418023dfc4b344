"""Tests of the event coder."""
