"""What is looked at before an article goes out: house style, readiness, and previews."""
