"""The words for sharing's own error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

_WISHES = _("These wishes make no grant")
_KEY = _("This key cannot be used")
_LOAD = _("Load the page again and look at the present state.")

register(
    {
        # Requests
        "unknown_request": ErrorText(
            _("There is no such request"), _("It does not exist, or it is not visible to your post.")
        ),
        "not_a_department_post": ErrorText(
            _("You may not do this"),
            _("Only posts of a department deal with its data; administrators of the platform do not."),
        ),
        "no_item": ErrorText(_WISHES, _("Choose at least one item.")),
        "no_mode": ErrorText(_WISHES, _("Choose at least one exchange mode.")),
        "mode_not_served": ErrorText(_WISHES, _("This exchange mode is not served.")),
        "bad_term": ErrorText(_WISHES, _("The last day lies after today and within three years.")),
        "bad_quota": ErrorText(_WISHES, _("A quota is at least one key a day.")),
        "bad_filter": ErrorText(
            _WISHES, _("A condition on the rows makes no sense: check its comparison and its values.")
        ),
        "bad_value": ErrorText(_WISHES, _("A value of a condition does not suit the type of its item.")),
        "filter_on_sensitive_item": ErrorText(
            _WISHES, _("Rows cannot be chosen by a sensitive item: it is kept encrypted.")
        ),
        "mask_not_for_type": ErrorText(_WISHES, _("A mask does not suit the type of its item.")),
        "bad_mask": ErrorText(_WISHES, _("A mask keeps between 0 and 1000 characters.")),
        "no_granted_item": ErrorText(_WISHES, _("A grant gives at least one item.")),
        "no_client": ErrorText(
            _WISHES, _("The data API needs a client system."), _("Register a client and choose it.")
        ),
        "request_not_draft": ErrorText(
            _("The request was handed in already"), _("Only a draft can be changed."), _LOAD
        ),
        "request_changed": ErrorText(
            _("The request changed meanwhile"), _("Somebody else worked on it at the same time."), _LOAD
        ),
        "request_closed": ErrorText(
            _("The request does not wait for a decision"), _("It is decided or withdrawn."), _LOAD
        ),
        "entry_changed": ErrorText(
            _("The entry was published anew"),
            _("Since you chose the items, the provider has changed the entry."),
            _("Go through the items again."),
        ),
        "item_undecided": ErrorText(_("Not every item is decided"), _("Decide on every item.")),
        "mask_missing": ErrorText(_("A mask is missing"), _("Choose a mask for every masked item.")),
        "reason_missing": ErrorText(_("A reason is missing"), _("Say why.")),
        # Grants
        "unknown_grant": ErrorText(
            _("There is no such grant"), _("It does not exist, or it is not visible to your post.")
        ),
        "not_the_administration": ErrorText(
            _("You may not do this"), _("Grants are tightened and suspended by the data administration.")
        ),
        "grant_changed": ErrorText(
            _("The grant changed meanwhile"), _("Somebody else changed it at the same time."), _LOAD
        ),
        "grant_not_active": ErrorText(
            _("The grant is in another state"), _("In its present state this step is not possible."), _LOAD
        ),
        "not_tighter": ErrorText(
            _("That would be more than before"),
            _("A grant can only be tightened."),
            _("For more, make a new request."),
        ),
        # Clients
        "unknown_client": ErrorText(
            _("There is no such client"), _("It does not exist, or it belongs to another department.")
        ),
        "client_without_name": ErrorText(_("The client has no name"), _("Give it one.")),
        "client_inactive": ErrorText(
            _("The client is deactivated"), _("It cannot come back."), _("Register a new client.")
        ),
        "too_many_keys": ErrorText(_KEY, _("Two keys are in use already."), _("Retire one of them first.")),
        "key_used_before": ErrorText(_KEY, _("The client had this key before."), _("Make a new key pair.")),
        "key_not_in_use": ErrorText(_KEY, _("It is not in use any more."), _LOAD),
        "last_key": ErrorText(
            _("The last key cannot be retired"),
            _("The client could not sign in any more."),
            _("Add the new key first, or deactivate the client."),
        ),
        "private_key_uploaded": ErrorText(
            _KEY,
            _("This is a private key. It must never leave the system that uses it, so this pair is spoilt."),
            _("Make a new key pair and give its public half only."),
        ),
        "unreadable_key": ErrorText(
            _KEY, _("This is no public key in PEM or JWK form."), _("Paste the whole block.")
        ),
        "key_too_weak": ErrorText(_KEY, _("An RSA key has between 2048 and 8192 bits.")),
        "unsupported_key": ErrorText(_KEY, _("Use Ed25519, EC P-256 or RSA.")),
        # The gateway
        "no_gateway": ErrorText(
            _("The gateway does not answer"),
            _("The query was not answered, and nothing was read."),
            _("Try again in a few minutes."),
        ),
        "portal_not_known": ErrorText(
            _("The gateway does not know the pages yet"),
            _("The snapshot with the key of the pages has not reached it."),
            _("The operator has to run the setup command and start the gateway."),
        ),
    }
)
