"""``python -m streams.cli`` is ``communique``: how the launcher starts its workers with the same interpreter."""

from streams.cli import main

if __name__ == "__main__":
    main()
