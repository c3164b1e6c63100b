"""Pictures as source text to go on from: PGFPlots, Beamer overlays, scripts for matplotlib."""
