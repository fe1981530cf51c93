"""Backdrops: seeded code that assembles kits of paper shapes into places, one module a theme.

`sheet` cuts and tints paper, `sea_kit` and `wood_kit` hold plants and things, `sea_landmarks` and `wood_landmarks` what
a place is known by. A theme module lists its places. All lengths are stage pixels (1280 × 720).
"""
