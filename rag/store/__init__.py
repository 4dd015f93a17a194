"""SQLAlchemy engine, tables and migrations: the truth of a home folder."""
