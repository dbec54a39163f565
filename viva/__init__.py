"""VIVA: a speech-first conversational platform."""

__version__ = "0.1.0"
