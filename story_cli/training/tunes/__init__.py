"""Open tunes with chords: readers of the corpora, and what the melody model learns from.

Everything is moved to one tonic, so a tune in any key teaches the same steps; see `tune.Tune`.
"""
