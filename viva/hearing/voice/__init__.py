"""How things are said: pitch, level, rate and what follows from them (paralinguistics)."""
