"""What is measured of the bot's voice: `viva bench speaking`."""
