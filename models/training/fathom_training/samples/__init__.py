"""Rendered photos with exact depth, as Fathom's tests use them."""
