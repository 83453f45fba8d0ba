"""`python -m cuibono`."""

from cuibono.cli import main

if __name__ == "__main__":
    main()
