// The policy of this site lets nothing write a style into a page. The editor on Datasette's own SQL pages does just that;
// here its rules go into a style sheet that no page can write.
const sheets = new WeakMap();

Object.defineProperty(HTMLStyleElement.prototype, "textContent", {
  configurable: true,
  get() {
    return "";
  },
  set(rules) {
    if (!sheets.has(this)) {
      sheets.set(this, new CSSStyleSheet());
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheets.get(this)];
    }
    sheets.get(this).replaceSync(rules);
  },
});

const setAttribute = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (name === "style") this.style.cssText = value;
  else setAttribute.call(this, name, value);
};

// The editor hides the field that had a name and makes one without; it does so when the page has loaded, after this.
addEventListener("load", () => setTimeout(() => {
  for (const field of document.querySelectorAll(".CodeMirror textarea, .cm-content")) field.setAttribute("aria-label", "SQL");
}));
