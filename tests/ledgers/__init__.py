"""One small ledger per release, as that release wrote it. Each must replay for ever."""
