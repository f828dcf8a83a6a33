"""`python -m cli` is `tocsin`."""

from cli.main import main

main()
