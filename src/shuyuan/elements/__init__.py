"""Data elements and their one authoritative source (一数一源)."""
