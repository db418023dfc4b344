"""Unit tests of replays beside what is published."""
