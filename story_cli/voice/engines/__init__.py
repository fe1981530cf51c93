"""Engines that read plain text: espeak, Hugging Face checkpoints, Piper and Kokoro files; expression by WORLD."""
