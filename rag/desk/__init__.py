"""The facade: one method for each thing a person can do. The page and the command line call it."""
