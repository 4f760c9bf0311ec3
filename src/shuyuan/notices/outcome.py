"""What a way out says when it could not send."""


class NotSent(Exception):
    """`code` names the fault without any address; it `passes` if a later try can help.

    With `all_of_it` the way itself is closed, so that the others who wait for it need not try now.
    """

    def __init__(self, code: str, *, passes: bool, all_of_it: bool) -> None:
        super().__init__(code)
        self.code = code[:60]
        self.passes = passes
        self.all_of_it = all_of_it
