"""Who may do what: closed words, and a decision that is a pure function of a table."""
