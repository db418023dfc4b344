"""Tests of the stages, one folder a stage."""
