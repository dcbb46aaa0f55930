"""From registers to published numbers: indicators, observations, disclosure control, releases and their proof."""
