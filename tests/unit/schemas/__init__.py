"""Tests of the contracts: models, generated files, examples, compatibility, topics, the page."""
