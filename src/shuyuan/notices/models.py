"""Tables of notices: what was said, to whom, by which way it leaves, and what each person chose."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Something that was told, once for all who hear it.

    Only `title` and `url` ever leave the platform; `text` is read inside. `once` keeps a caller that runs
    again from saying the same twice.
    """

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=200)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    is_urgent = models.BooleanField(default=False)
    once = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    people_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["once"], condition=~Q(once=""), name="notice_said_once"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="notice_subject"),
            models.Index(fields=["-made_at"], condition=Q(people_count=0), name="notice_heard_by_nobody"),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """A row of the outbox: one mail or short message to one person about one or several messages.

    It is written by the transaction that tells, and sent by the worker after that has committed. `key` goes
    out with it, so that whoever receives it twice can see that. No address is kept here.
    """

    class Channel(models.TextChoices):
        """How it leaves."""

        MAIL = "mail", _("E-mail")
        SMS = "sms", _("Short message")

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("No longer wanted")
        FAILED = "failed", _("Failed")

    OPEN = (State.WAITING, State.SENDING)

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    digest_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["person", "digest_on"], name="delivery_one_digest_a_day"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=("waiting", "sending")), name="delivery_open"
            ),
            models.Index(fields=["-made_at"], condition=Q(state="failed"), name="delivery_failed"),
            models.Index(fields=["person", "channel"], condition=Q(state="waiting"), name="delivery_to_join"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"


class Message(models.Model):
    """A notice in front of one person, with the post for which it was meant."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="messages")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    post = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    is_followed = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    awaits_digest = models.BooleanField(default=False)
    mail = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="mailed")
    sms = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="texted")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="message_once_per_person")]
        indexes = [
            models.Index(fields=["person", "-id"], name="message_of_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="message_unread"),
            models.Index(fields=["person"], condition=Q(awaits_digest=True), name="message_for_digest"),
        ]

    def __str__(self) -> str:
        return str(self.notice)


class Preference(models.Model):
    """How a person wants to hear of things outside the platform; without a row: not at all.

    Mail address and phone number are sealed with a key of this person, which the master key wraps.
    """

    class Mail(models.TextChoices):
        """When mails are sent."""

        AT_ONCE = "at_once", _("Immediately")
        DIGEST = "digest", _("Once a day, all together")
        OFF = "off", _("Never")

    person = models.OneToOneField("organizations.Person", models.PROTECT, related_name="+")
    mail = models.CharField(max_length=8, choices=Mail, default=Mail.OFF)
    sms_urgent = models.BooleanField(default=False)
    wrapped_key = models.BinaryField(null=True)
    sealed_mail = models.BinaryField(null=True)
    sealed_phone = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.mail}"


class Follow(models.Model):
    """A person who wants to hear of a thing, and the post that allowed it."""

    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "person"], name="follow_once"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="follow_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.subject_kind}/{self.subject_id}"
