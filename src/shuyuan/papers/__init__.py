"""Attachments, numbers, and official papers in red-head layout.

What every procedure writes and keeps on paper: files that people add to a case, numbers that are given out
without a gap, and the papers that leave the house, kept as they were issued. Files with a secrecy mark are
refused at the door (jz-data-2020/17.1.1).
"""
