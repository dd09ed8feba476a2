"""Writes the network as ONNX, and the attributions of what it was trained on."""
