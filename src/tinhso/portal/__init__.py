"""The portal: a Django project at the edge that shows published releases and holds the desks where people decide.

It takes the homes found under `TINHSO_HOME`, gives pages, files and an API, and never computes a number.
"""
