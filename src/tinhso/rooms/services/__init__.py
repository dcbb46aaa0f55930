"""Public services: procedures, dossiers, their deadlines, forms, fees and results.

The pure part knows the trade and no framework: what a procedure asks, how a dossier moves, when it is due,
what it costs. The pages where people apply and decide live in `web/`; figures leave as a register, like any
other delivery.
"""
