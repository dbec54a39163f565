"""What a sound over the bot's speech is: an interruption, a backchannel, a noise, someone else."""
