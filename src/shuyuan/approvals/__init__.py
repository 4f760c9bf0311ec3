"""Review by the bureau, opinion and approval, cleared plans, procurement."""
