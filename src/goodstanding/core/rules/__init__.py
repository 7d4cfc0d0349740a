"""Rules evaluated: three-valued, dated, with what decided and what is missing. Pure."""
