/* Shows how much of an attachment is sent; the form works without it. */
(function () {
  "use strict";

  function bar(event) {
    const form = event.target.closest("form[data-attachment]");
    return form ? form.querySelector("progress") : null;
  }

  document.addEventListener("htmx:xhr:progress", function (event) {
    const progress = bar(event);
    if (!progress || !event.detail.lengthComputable) { return; }
    progress.hidden = false;
    progress.value = Math.round(100 * event.detail.loaded / event.detail.total);
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    const progress = bar(event);
    if (!progress) { return; }
    progress.hidden = false;
    event.target.closest("form").querySelector("button").disabled = true;
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest && event.target.closest("form[data-attachment]");
    if (!form) { return; }
    form.querySelector("progress").hidden = true;
    form.querySelector("button").disabled = false;
  });
})();
