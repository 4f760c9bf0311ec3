"""The words for the error codes of imports and exports."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.wording import ErrorText, register

register(
    {
        "unknown_import": ErrorText(
            _("There is no such import"),
            _("It does not exist, or another department brought the file."),
            _("Look for it in the list of your department's imports."),
        ),
        "import_moved_on": ErrorText(
            _("This step is not possible now"),
            _("The import is in another state than your page showed."),
            _("Load the page again and look at the present state."),
        ),
        "nothing_to_write": ErrorText(
            _("There is nothing to write"),
            _("Every entry of the file is unchanged or was not accepted."),
            _("Correct the file and send it again."),
        ),
        "not_all_accepted": ErrorText(
            _("Not everything was accepted"),
            _("With “all or nothing” every row has to be in order first."),
            _("Correct the file and send it again, or write what was accepted."),
        ),
        "catalog_moved_on": ErrorText(
            _("The catalog has changed since the dry run"),
            _("%(count)s entries are no longer accepted. Nothing was written."),
            _("Send the file again and look at the new dry run."),
        ),
        "no_catalog_header": ErrorText(
            _("No sheet has the headings of the template"),
            _("These columns are missing: %(missing)s."),
            _("Download the template and copy your data into it, or correct the headings."),
        ),
        "heading_repeated": ErrorText(
            _("A heading stands twice"),
            _("These headings stand more than once: %(headings)s."),
            _("Remove or rename the columns that are too many."),
        ),
        "too_many_catalog_rows": ErrorText(
            _("The file has too many rows"),
            _("At most %(limit)s rows are read in one go; nothing of the file was read."),
            _("Divide it by office or business and send the parts one after the other."),
        ),
        "not_json": ErrorText(
            _("The file is no JSON"),
            _("It cannot be read from line %(line)s, character %(column)s on."),
            _("Export the document again or check it with the schema."),
        ),
        "not_a_catalog_document": ErrorText(
            _("This is not a catalog document"),
            _("At %(pointer)s there must stand %(expected)s."),
            _("Compare it with the schema of the document."),
        ),
        "workbook_full": ErrorText(
            _("These are more rows than a workbook holds"),
            _("A sheet has at most %(limit)s rows."),
            _("Narrow the list by a filter, or take the JSON document."),
        ),
        "unknown_list": ErrorText(
            _("There is no such list to export"),
            _("The address names a list that is not offered here."),
            _("Choose one on the page of imports and exports."),
        ),
        "no_ddl": ErrorText(
            _("No table was found in the file"),
            _("It holds no CREATE TABLE statement that can be read."),
            _("Export the structure of the database as SQL and send that."),
        ),
        "too_many_tables": ErrorText(
            _("The database has too many tables"),
            _("At most %(limit)s tables are read in one go."),
            _("Export the tables of one business at a time."),
        ),
        "no_table_chosen": ErrorText(
            _("No table was chosen"),
            _("Without a table there is nothing to propose."),
            _("Tick at least one table."),
        ),
        "unknown_source": ErrorText(
            _("Your department may not read this database"),
            _("No database of this name is configured for your department."),
            _("Ask the operator to name the database and your department in SHUYUAN_SOURCES."),
        ),
        "source_address": ErrorText(
            _("The address of the database cannot be used"),
            _("What the operator configured for “%(source)s” is not an address of a supported kind."),
            _("Ask the operator to correct its entry in SHUYUAN_SOURCES."),
        ),
        "source_driver": ErrorText(
            _("The driver of the database is missing"),
            _("“%(source)s” needs the Python package “%(package)s”, which is not installed."),
            _("Ask the operator to install the package and to start the platform again."),
        ),
        "source_unreachable": ErrorText(
            _("The database does not answer"),
            _("No connection to “%(source)s” came about."),
            _("Check whether it runs and lets the platform's machine through, then read it again."),
        ),
        "source_sign_in": ErrorText(
            _("The database refused the sign-in"),
            _("The account or the password that is configured for “%(source)s” is not accepted."),
            _("Ask the operator to correct the account in SHUYUAN_SOURCES."),
        ),
        "source_broken": ErrorText(
            _("Reading the database broke off"),
            _("“%(source)s” ended the connection, took too long, or refused to show its structure."),
            _("Read it again; if that fails too, let the operator check the rights of the account."),
        ),
        "source_empty": ErrorText(
            _("The database shows no table"),
            _("The account sees no table and no view in the schemas that are configured."),
            _("Ask the operator to give it the right to read, or to name the schema (`?schema=`)."),
        ),
        "source_too_many_tables": ErrorText(
            _("The database has too many tables"),
            _("It has %(count)s tables and views; at most %(limit)s are read in one go."),
            _("Ask the operator to name the schemas of one business (`?schema=`)."),
        ),
        "import_file_gone": ErrorText(
            _("The file of this import is gone"),
            _("“%(file)s” no longer lies where it was landed."),
            _("Send it again, and tell the operator that a landed file is missing."),
        ),
    }
)
