"""Machines: keys that sign assertions (RFC 7523), assertions that are good once, and short opaque tokens."""
