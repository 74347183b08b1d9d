"""What a reader sees: pages, templates, styles, scripts."""
