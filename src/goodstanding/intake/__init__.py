"""Files and batches become records: check, preview, apply, receipt, withdraw; what waits to be settled."""
