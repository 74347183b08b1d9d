"""Whether the links of an article answer: asked in the background, never in anyone's way."""
