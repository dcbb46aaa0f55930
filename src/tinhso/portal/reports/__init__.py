"""The steering committee's report of a release as PDF/A and DOCX; what it says is decided once, a form sets it."""
