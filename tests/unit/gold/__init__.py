"""The gold files themselves."""
