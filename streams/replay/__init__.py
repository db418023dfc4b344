"""Reading history again: exact ranges of topics, what a replay would touch, and the replay itself."""
