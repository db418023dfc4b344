"""How it runs, without anything that it runs on."""
