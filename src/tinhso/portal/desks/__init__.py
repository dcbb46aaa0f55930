"""The desks: where people of a province deliver registers, sign releases off, and read the audit trail."""
