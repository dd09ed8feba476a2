"""Renders scenes to colour and exact depth through OpenGL 4.3 (EGL), on a GPU or in software."""
