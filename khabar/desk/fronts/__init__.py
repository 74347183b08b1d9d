"""The front page and the stories as editors arrange them."""
