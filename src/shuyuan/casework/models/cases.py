"""What every case page shares: opinions, stored phrases, returns for completion, substitution."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy


class Opinion(models.Model):
    """What somebody said about a case, in which post, with which outcome; never changed."""

    class Outcome(models.TextChoices):
        """What it comes to."""

        AGREED = "agreed", pgettext_lazy("opinion", "Agreed")
        DISAGREED = "disagreed", pgettext_lazy("opinion", "Not agreed")
        RETURNED = "returned", pgettext_lazy("opinion", "Returned")
        ANSWERED = "answered", pgettext_lazy("opinion", "Answered")
        CLOSED = "closed", pgettext_lazy("opinion", "Closed")
        NOTED = "noted", pgettext_lazy("opinion", "Noted")

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10, choices=Outcome)
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    by_post = models.BigIntegerField()
    role = models.CharField(max_length=30)
    department = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="opinion_subject")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.by}"


class Phrase(models.Model):
    """A stored phrase for opinions: of one post, or common to all when it has none."""

    post = models.ForeignKey("organizations.Post", models.CASCADE, null=True, related_name="+")
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "text"], name="phrase_of_post_once"),
            models.UniqueConstraint(fields=["text"], condition=Q(post__isnull=True), name="phrase_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Completion(models.Model):
    """A return for completion (退回补正): all that is missing, named once.

    `gaps` are mappings with `code` and `text`. A later round names only gaps of the first one, unless
    `new_facts` say what has come up since; rounds of a case that `is_over` bind no later case of the same
    subject.
    """

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    round = models.PositiveSmallIntegerField()
    gaps = models.JSONField()
    new_facts = models.TextField(max_length=1000, blank=True)
    cites = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    by_post = models.BigIntegerField()
    department = models.CharField(max_length=32, blank=True)
    settled_at = models.DateTimeField(null=True)
    is_over = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="completion_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "round"],
                condition=Q(is_over=False),
                name="completion_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.round}"


class Substitution(models.Model):
    """Somebody acts in another's post while its holder is absent (代理); both days belong to it."""

    post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    substitute = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["substitute", "until_on"], name="substitution_substitute"),
            models.Index(fields=["post", "until_on"], name="substitution_post"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="substitution_ends_after"),
            models.CheckConstraint(condition=~Q(post=F("substitute")), name="substitution_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.post_id}"
