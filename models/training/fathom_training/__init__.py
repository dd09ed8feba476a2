"""How Fathom's embedded metric-depth model is made, from open assets to an ONNX file."""
