"""Benchmarks: commands that print figures, never tests. ``make bench`` runs each ``bench_*.py`` here."""
