"""The voice framework: sequence blocks and streamable blocks, chained by a config, run by a driver.

    utterance → front → sequence blocks (whole utterance: text encoder, durations) → streamable blocks (chunk by chunk:
    upsampler, decoder, expression, vocoder) → samples, while the rest is still being computed

A voice is a folder: `voice.json` (networks by name, and the stack that chains them) and `model.safetensors`.
docs/voices.md shows how one is made.
"""
