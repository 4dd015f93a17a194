"""The report in progress: its sections and their immutable versions."""
