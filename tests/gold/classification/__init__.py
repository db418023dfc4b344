"""At least five sentences for every PLOVER mode and every CAMEO root, all of our own wording, and how many come out."""
