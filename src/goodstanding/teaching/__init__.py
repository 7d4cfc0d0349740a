"""Teaching data: a fictional country's register and its departments' filings, of any size, the same for a seed."""
