"""A simulated caller's voice: utterances as sound, the noise around them, and the line they come by."""
