"""Packs open 3D models and textures for the renderer."""
