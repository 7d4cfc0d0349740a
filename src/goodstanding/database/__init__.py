"""The register's PostgreSQL: a private server, its roles, and how each process reaches it.

Nothing here needs Django; a command that only looks at the server stays quick.
"""
