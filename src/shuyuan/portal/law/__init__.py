"""The law on pages: every paragraph, what it means for the platform, what carries and what proves it."""
