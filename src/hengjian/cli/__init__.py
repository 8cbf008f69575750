"""The `hengjian` command. Each sub-command lives in its own file and is imported when it is used."""
