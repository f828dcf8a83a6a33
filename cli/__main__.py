"""`python -m cli` is `tocsin`."""

from cli.main import main

if __name__ == "__main__":
    main()
