"""The desk's first screen, the planning board, and the flash."""
