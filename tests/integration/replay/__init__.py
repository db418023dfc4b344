"""Lag, dead letters and replays, against a broker."""
