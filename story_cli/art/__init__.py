"""The picture engine, used by scene (stills, layout) and render (frames).

Pictures are NumPy arrays (height, width, 4) uint8 RGBA, colours premultiplied by alpha. Stage coordinates are those
of artifacts.py (1280 × 720) times `zoom`. Colours and signatures are plain text and need no array library.
"""
