"""The demand list: what departments need, matched to what exists."""
