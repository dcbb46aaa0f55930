"""Legal texts, citations of them, and dated values they fix; rooms cite law only through this floor."""
