"""The operator's door: one file per group of commands."""
