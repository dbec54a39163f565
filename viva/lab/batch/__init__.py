"""Long work in pieces: over processes or Ray, with progress, stopped and taken up again."""
