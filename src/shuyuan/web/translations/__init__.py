"""
Chinese texts of all rooms: extract, check, compile, without GNU gettext on the machine.

How a room adds a text: write it in English in the source, with `gettext_lazy as _` in Python or
`{% translate %}` / `{% blocktranslate %}` in a template; then

    python -m shuyuan.web.translations update <room>

puts the new msgid with an empty msgstr into `src/shuyuan/<room>/locale/zh_Hans/LC_MESSAGES/django.po` and
takes out those that the room no longer says. Fill in the Chinese. Without arguments the command lists what is
missing, fuzzy, unused or said differently by two rooms; a test fails on each of them. Where one English word
needs two Chinese ones, tell them apart with a context (`pgettext`, `{% translate … context … %}`).

Only `.po` files are kept in the repository. The `.mo` files that Django reads are written beside them by
`compile`, and by the app `web` at start when they are older than their source.
"""
