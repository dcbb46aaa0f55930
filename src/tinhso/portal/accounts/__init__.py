"""Accounts: signing in by password, passkey, code or a province's identity provider; allauth's views in our design."""
