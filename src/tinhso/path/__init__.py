"""The one path, whole, for one home: invent, receive, check, measure, publish, and back again to prove or rebuild.

Here the rooms' definitions and samples meet the machinery below; the command line and the portal call these verbs.
"""
