"""Measures, side by side with bare Bolt in the same run."""
