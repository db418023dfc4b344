"""Tests of extraction. Sentences are made up; offices and countries are real."""
