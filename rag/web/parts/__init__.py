"""Custom components: a script of assets/ with the functions it calls on the server."""
