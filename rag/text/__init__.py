"""Pure functions on Chinese official prose."""
