"""Room `finance`: the budget from estimate to final accounts, projects from appropriation to result; DN6, DN11, HY12.

Takes budget lines and project registers, gives shares, portfolios and their open-contracting form. Private investment
in the park is room `industry`.
"""
