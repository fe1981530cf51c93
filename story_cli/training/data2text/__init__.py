"""The writer and the fidelity classifier on open data-to-text corpora (E2E, ViGGO): a peer's test of both.

`run.run` reads a corpus, trains our decoder and our classifier on it from scratch, tells the test set and measures it.
"""
