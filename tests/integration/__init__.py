"""Integration tests: real workers as processes against a real broker; one suite, every broker."""
