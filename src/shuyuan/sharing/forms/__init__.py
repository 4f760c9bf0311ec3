"""Forms of sharing; they check what a person can mend before a service is called."""
