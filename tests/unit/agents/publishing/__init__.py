"""Tests of the merge: what one event makes of all of its mentions."""
