"""The person screen (R1, R40): no natural person comes into the register as an organisation, or into a public text."""
