"""The component tags by topic; `{% load shuyuan %}` gives all of them."""
