"""Whole registers loaded for a demonstration: Taiwan's open data, and Exampleland of any size."""
