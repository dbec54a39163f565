"""How well the end of a turn is told: the call's own parts on recorded turns with pauses in them."""
