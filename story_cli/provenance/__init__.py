"""What made a film: a bill of materials beside it and a mark inside it; signed when a key is given.

Source of the mark: IPTC NewsCodes, Digital Source Type; XMP part 3 (uuid box in MP4); C2PA 2.1 for signing.
"""

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""A composition whose parts were partly made by trained models: text, plan, melody and voice here."""
