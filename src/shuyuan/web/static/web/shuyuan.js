/* Behavior of the shared page parts; everything works by data attributes, nothing is inline. */
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    const target = event.target.closest("[data-copy],[data-dialog],[data-dialog-close],[data-nav],[data-reveal],[data-phrase],[data-check-all],[data-grouped-all],[data-grouped-part]");
    document.querySelectorAll("details.sy-menu[open],details.sy-term[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
    document.querySelectorAll(".sy-suggest").forEach(function (list) {
      if (!list.closest("form").contains(event.target)) { list.remove(); }
    });
    if (document.body.classList.contains("sy-nav-open") && !event.target.closest(".sy-side,[data-nav]")) {
      showNavigation(false);
    }
    if (!target) { return; }
    if (target.dataset.copy !== undefined) { copy(target); }
    if (target.dataset.dialog) { document.getElementById(target.dataset.dialog).showModal(); }
    if (target.dataset.dialogClose !== undefined) { target.closest("dialog").close(); }
    if (target.dataset.nav !== undefined) { toggleNavigation(); }
    if (target.dataset.checkAll) {
      const boxes = Array.from(document.querySelectorAll("input[type=checkbox][name=" + target.dataset.checkAll + "]"));
      const all = boxes.every(function (box) { return box.checked; });
      boxes.forEach(function (box) { box.checked = !all; });
    }
    if (target.dataset.phrase !== undefined) { putPhrase(target); }
    if (target.dataset.groupedAll || target.dataset.groupedPart !== undefined) { checkGrouped(target); }
  });

  function checkGrouped(button) {
    const whole = button.closest("[data-grouped]");
    const part = button.dataset.groupedAll ? whole : button.closest("details");
    const boxes = Array.from(part.querySelectorAll("label:not([hidden]) input[type=checkbox]"));
    boxes.forEach(function (box) {
      box.checked = button.dataset.groupedAll ? button.dataset.groupedAll === "yes" : !box.checked;
    });
    countGrouped(whole);
  }

  function countGrouped(whole) {
    whole.querySelectorAll("details").forEach(function (part) {
      part.querySelector("[data-grouped-count]").textContent = part.querySelectorAll("input:checked").length;
    });
    whole.querySelector("[data-grouped-sum]").textContent = whole.querySelectorAll("details input:checked").length;
  }

  function findGrouped(input) {
    const whole = input.closest("[data-grouped]");
    const wanted = input.value.trim().toLowerCase();
    let found = 0;
    whole.querySelectorAll("details").forEach(function (part) {
      let here = 0;
      part.querySelectorAll("label").forEach(function (label) {
        label.hidden = wanted !== "" && !label.textContent.toLowerCase().includes(wanted);
        here += label.hidden ? 0 : 1;
      });
      part.hidden = here === 0;
      part.open = wanted !== "" && here > 0;
      found += here;
    });
    whole.querySelector("[data-grouped-none]").hidden = found > 0;
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-grouped-find]")) { findGrouped(event.target); }
  });

  function putPhrase(button) {
    const named = button.dataset.phraseField && document.getElementById(button.dataset.phraseField);
    const place = named || (button.closest("form") || document).querySelector("textarea");
    if (!place) { return; }
    place.value = (place.value.trim() ? place.value.trimEnd() + "\n" : "") + button.dataset.phrase;
    place.dispatchEvent(new Event("input", { bubbles: true }));
    place.focus();
  }

  document.addEventListener("keydown", function (event) {
    const box = document.querySelector("[data-slash]");
    if (event.key === "/" && box && !event.ctrlKey && !event.metaKey && !event.altKey
        && !event.target.closest("input,textarea,select,[contenteditable]")) {
      event.preventDefault();
      box.focus();
    }
    if (event.key === "Enter" && event.target.matches("[data-grouped-find]")) { event.preventDefault(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { walkSuggestions(event); }
    if (event.key !== "Escape") { return; }
    document.querySelectorAll(".sy-suggest").forEach(function (list) { list.remove(); });
    showNavigation(false);
    document.querySelectorAll("details.sy-menu[open],details.sy-term[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  function walkSuggestions(event) {
    const form = event.target.closest("form[role=search]");
    const links = form ? Array.from(form.querySelectorAll(".sy-suggest a")) : [];
    if (!links.length) { return; }
    event.preventDefault();
    const at = links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
    (links[at] || form.querySelector("input[type=search]")).focus();
  }

  function narrow() { return window.matchMedia("(max-width: 991.98px)").matches; }

  function showNavigation(open) {
    document.body.classList.toggle("sy-nav-open", open);
    document.querySelectorAll("[data-nav]").forEach(function (button) {
      const shown = narrow() ? open : !document.body.classList.contains("sy-narrow-nav");
      button.setAttribute("aria-expanded", String(shown));
    });
  }

  function toggleNavigation() {
    if (narrow()) {
      showNavigation(!document.body.classList.contains("sy-nav-open"));
      return;
    }
    const folded = document.body.classList.toggle("sy-narrow-nav");
    document.cookie = "shuyuan_nav=" + (folded ? "narrow" : "wide") + ";path=/;max-age=31536000;samesite=lax";
    showNavigation(false);
  }

  function copy(button) {
    const source = button.dataset.copy ? document.getElementById(button.dataset.copy) : null;
    const text = source ? source.textContent : button.dataset.copyText;
    const done = function () {
      const label = button.querySelector("[data-copy-label]") || button;
      const before = label.textContent;
      label.textContent = button.dataset.copied;
      window.setTimeout(function () { label.textContent = before; }, 1600);
    };
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done);
      return;
    }
    const area = document.createElement("textarea");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    done();
  }

  function showFile(input) {
    const place = input.closest(".sy-drop").querySelector(".sy-drop-file");
    place.textContent = Array.from(input.files).map(function (file) {
      const size = file.size < 1048576 ? Math.ceil(file.size / 1024) + " KB" : (file.size / 1048576).toFixed(1) + " MB";
      return file.name + " · " + size;
    }).join(", ");
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches(".sy-drop input[type=file]")) { showFile(event.target); }
    if (event.target.matches("[data-grouped] details input")) { countGrouped(event.target.closest("[data-grouped]")); }
    if (event.target.matches("[data-submit-on-change]")) { event.target.form.requestSubmit(); }
  });
  ["dragover", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      const zone = event.target.closest && event.target.closest(".sy-drop");
      if (!zone) { return; }
      event.preventDefault();
      zone.classList.toggle("over", name === "dragover");
      if (name === "drop") {
        const input = zone.querySelector("input[type=file]");
        input.files = event.dataTransfer.files;
        showFile(input);
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  });

  showNavigation(false);
  const errors = document.querySelector(".sy-errors");
  if (errors) { errors.focus(); }
})();
