"""Mutated tokens: how each sort is made, bent and presented, and how its verifier is broken to see it noticed."""
