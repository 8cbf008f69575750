"""`python -m hengjian` is the same as the `hengjian` command."""

from hengjian.cli.command import main

if __name__ == "__main__":
    main()
