"""Indexed documents: passages, vectors, keywords, and the search over them."""
