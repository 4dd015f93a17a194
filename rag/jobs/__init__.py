"""Long work as durable workflows: progress, stop, and resume after a kill."""
