"""goodstanding: what public authorities have lawfully recorded about organisations, and what stands on any day."""

__version__ = "0.1.0"
