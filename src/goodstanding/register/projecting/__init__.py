"""What the ledger's entries do to the register's tables: one file for organisations, records, and who is whom."""
