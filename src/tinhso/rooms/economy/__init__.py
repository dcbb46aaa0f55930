"""Room `economy`: growth and its sources, the digital economy, high-tech exports; DN4, DN5, DN7, HY8.

Takes national-accounts tables, input-output coefficients and customs declarations as registers, gives indicators.
Money of the budget is room `finance`, the park and its investors room `industry`.
"""
