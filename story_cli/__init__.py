"""storycli: a few prompts in, a finished picture-story film out."""

__version__ = "0.1.0"
