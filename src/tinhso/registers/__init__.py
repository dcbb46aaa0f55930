"""What agencies send: bytes kept as received, checked against a contract, and kept as registers with their history.

receive   keeps the bytes of a delivery          check     types, constrains and explains every row, and applies it
contract  what a register's rows must be         history   registers as they stand and as they stood
rejects   rejected rows with their reasons, and the workbook to mend them in
"""
