"""The ground floor: areas, periods, units, labels, receipts, errors, the home folder. It imports nothing upstairs."""
