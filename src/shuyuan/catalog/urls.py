"""Addresses of the catalog, under /catalog/; entries are named by number or by their code."""

from django.urls import path, register_converter

from shuyuan.catalog.views import browsing, editor, entries, items, review


class CodeConverter:
    """A catalog code in an address: ``307001-1`` stands for ``307001/1``."""

    regex = r"[0-9]+-[0-9]+"

    def to_python(self, value: str) -> str:
        """The code as the catalog keeps it."""
        return value.replace("-", "/")

    def to_url(self, value: str) -> str:
        """The code without its slash."""
        return value.replace("/", "-")


register_converter(CodeConverter, "catalog_code")

app_name = "catalog"

urlpatterns = [
    path("", browsing.entries, name="list"),
    path("own/", browsing.own, name="own"),
    path("sharing/", browsing.sharing, name="sharing"),
    path("reviews/", browsing.reviews, name="reviews"),
    path("reviews/publish/", review.publish_several, name="publish_several"),
    path("responsibilities/", browsing.duties, name="duties"),
    path("classes/", browsing.classes, name="classes"),
    path("classes/new/", browsing.new_class, name="new_class"),
    path("template/", browsing.template, name="template"),
    path("new/", editor.new, name="new"),
    path("new/check/", editor.check_new, name="check_new"),
    path("entries/<catalog_code:code>/", entries.entry_by_code, name="entry"),
    path("entries/<int:entry_id>/", entries.entry, name="entry"),
    path("entries/<int:entry_id>/versions/", entries.versions, name="versions"),
    path("entries/<int:entry_id>/compare/", entries.compare_versions, name="compare"),
    path("entries/<int:entry_id>/suspend/", entries.suspend, name="suspend"),
    path("entries/<int:entry_id>/resume/", entries.resume, name="resume"),
    path("entries/<int:entry_id>/edit/", editor.edit, name="edit"),
    path("entries/<int:entry_id>/check/", editor.check, name="check"),
    path("entries/<int:entry_id>/autosave/", editor.autosave, name="autosave"),
    path("entries/<int:entry_id>/revise/", editor.revise, name="revise"),
    path("entries/<int:entry_id>/discard/", editor.discard, name="discard"),
    path("entries/<int:entry_id>/items/", items.table, name="items"),
    path("entries/<int:entry_id>/items/new/", items.add, name="add_item"),
    path("entries/<int:entry_id>/items/propose/", items.propose, name="propose_items"),
    path("entries/<int:entry_id>/items/check/", items.check, name="check_new_item"),
    path("entries/<int:entry_id>/items/<int:item_id>/check/", items.check, name="check_item"),
    path("entries/<int:entry_id>/items/<int:item_id>/", items.change, name="change_item"),
    path("entries/<int:entry_id>/items/<int:item_id>/remove/", items.remove, name="remove_item"),
    path("entries/<int:entry_id>/items/<int:item_id>/move/", items.move, name="move_item"),
    path("entries/<int:entry_id>/submit/", review.submit, name="submit"),
    path("entries/<int:entry_id>/withdraw/", review.withdraw, name="withdraw"),
    path("entries/<int:entry_id>/review/", review.review, name="review"),
    path("entries/<int:entry_id>/remarks/", review.remark, name="remark"),
    path(
        "entries/<int:entry_id>/remarks/<int:remark_id>/remove/", review.remove_remark, name="remove_remark"
    ),
    path("entries/<int:entry_id>/remarks/<int:remark_id>/mended/", review.mend_remark, name="mend_remark"),
    path("entries/<int:entry_id>/publish/", review.publish, name="publish"),
    path("entries/<int:entry_id>/return/", review.return_entry, name="return"),
]
