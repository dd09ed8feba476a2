"""Composes metric scenes: rooms, roads, squares and tables. Metres, y up, the camera looking along -z at yaw 0."""
