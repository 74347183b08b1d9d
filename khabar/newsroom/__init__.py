"""What a newsroom owns: editions, sections, articles, stories, people, photos, and their lists."""
