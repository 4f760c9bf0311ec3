"""The words for this room's error codes."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

_NO_RIGHT = _("This right belongs to another post.")

register(
    {
        "unknown_department": ErrorText(
            _("There is no such department"),
            _("The directory has no active department %(department)s."),
            _("Look it up in the list of departments."),
        ),
        "unknown_person": ErrorText(
            _("There is no such account"),
            _("No open account has this name, or your post does not see it."),
            _("Check the user name; the system administrator opens accounts."),
        ),
        "administrators_exist": ErrorText(
            _("There are administrators already"),
            _("One of the three administrators' posts is held; the first accounts are opened only once."),
            _("Ask the security administrator to appoint or end posts."),
        ),
        "unknown_post": ErrorText(_("There is no such post"), _("It does not exist, or it is not yours.")),
        "bad_account": ErrorText(
            _("The account cannot be opened"),
            _("The user name may have letters, digits and @ . + - _ only; the name must not be empty."),
            _("Correct the entries and send them again."),
        ),
        "username_taken": ErrorText(
            _("The user name is taken"),
            _("Another account is called %(username)s."),
            _("Choose another name."),
        ),
        "account_is_closed": ErrorText(_("The account is closed"), _("It was closed before.")),
        "posts_in_force": ErrorText(
            _("The person still holds a post"),
            _("An account is closed when its posts have ended."),
            _("End the posts first."),
        ),
        "post_is_held": ErrorText(_("The person holds this post already"), _("Nothing was changed.")),
        "post_has_ended": ErrorText(_("The post has ended already"), _("Nothing was changed.")),
        "last_security_administrator": ErrorText(
            _("This is the last security administrator"),
            _("Without one nobody could give rights any more."),
            _("Appoint another security administrator first."),
        ),
        "own_appointment": ErrorText(
            _("Nobody appoints themselves"),
            _("Another person must give you this post."),
            _("Ask another security administrator."),
        ),
        "person_of_other_department": ErrorText(
            _("This person belongs to another department"),
            _("A principal officer gives posts to people of the own department."),
            _("Ask the security administrator."),
        ),
        "may_not_open_account": ErrorText(
            _("You may not open accounts here"), _NO_RIGHT, _("Ask the system administrator.")
        ),
        "may_not_close_account": ErrorText(
            _("You may not close this account"), _NO_RIGHT, _("Ask the system administrator.")
        ),
        "may_not_reset_password": ErrorText(
            _("You may not reset this password"), _NO_RIGHT, _("Ask the security administrator.")
        ),
        "may_not_unlock": ErrorText(
            _("You may not unlock accounts"), _NO_RIGHT, _("Ask the security administrator.")
        ),
        "may_not_appoint": ErrorText(
            _("You may not give this post"), _NO_RIGHT, _("Ask the security administrator.")
        ),
        "may_not_end_post": ErrorText(
            _("You may not end this post"), _NO_RIGHT, _("Ask the security administrator.")
        ),
        "may_not_name_data_office": ErrorText(
            _("You may not name this office"),
            _NO_RIGHT,
            _("The principal officer of the department does it."),
        ),
    }
)
