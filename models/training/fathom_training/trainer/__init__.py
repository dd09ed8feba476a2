"""Trains the network on pictures as they are rendered."""
