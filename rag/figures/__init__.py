"""Mentions → figures → ledger, and the link between a text and the ledger."""
