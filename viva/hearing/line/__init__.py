"""What the line is like: noise, loudness, music, other people, ringing, and the bot's own echo."""
