"""Tests of the actor data and of what finds and resolves actors."""
