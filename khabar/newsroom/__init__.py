"""What a newsroom owns: editions, sections, articles, stories, people, photos, and every list a page asks for."""
