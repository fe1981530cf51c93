"""Statistical parametric speech: labels → durations → parameters → wave, from an .htsvoice file.

festival.py makes full-context labels of the text, voice_file.py holds trees and Gaussians, durations.py and
parameters.py pick and smooth them, vocoder.py turns them into samples, engine.py joins the four.
"""
