"""`python -m grantflow` is the command line."""

from grantflow.cli import main

if __name__ == "__main__":
    main()
