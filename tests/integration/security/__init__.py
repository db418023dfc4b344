"""Kafka with TLS, passwords and rights: what works with them, and what is said where they are wrong."""
