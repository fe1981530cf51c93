"""Backdrops: seeded code that assembles kits of paper shapes into places, one package a theme.

`sheet` cuts and tints paper; `shapes` gives outlines; `nature` and `stores` hold what themes share; a theme's own
`kit` and `ground` what its places share. A theme package lists its places. All lengths are stage pixels (1280 × 720).
"""
