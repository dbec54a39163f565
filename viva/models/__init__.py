"""The list of models: where each comes from, its licence and checksum; fetching and checking."""
