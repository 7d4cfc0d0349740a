"""The HTTP interface: one file per resource. Nothing here writes to the register, and every look is logged first."""
