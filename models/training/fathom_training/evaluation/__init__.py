"""Scores a model on rendered pictures of fixed seeds, and reports one real photo."""
