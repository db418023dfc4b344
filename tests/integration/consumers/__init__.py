"""Consumers of the event feed against a real broker: ours, and strangers in three languages."""
