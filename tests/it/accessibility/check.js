// Judges the page that is shown, once axe is there; the last argument is called with what was found.
var done = arguments[arguments.length - 1];
document.querySelectorAll("details").forEach(function (details) { details.open = true; });

function isVisible(element) {
  var box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== "hidden";
}
function name(element) {
  return element.tagName.toLowerCase() + (element.id ? "#" + element.id : "") + " " + (element.textContent || element.value || "").trim().slice(0, 40);
}
// A link in a sentence is as high as its line; whatever stands by itself is a target for a thumb.
var targets = "button, summary, a.button, a.second, nav a, footer a, select, label.check, input:not([type=hidden]):not([type=checkbox]):not([type=radio])";
var small = [].filter.call(document.querySelectorAll(targets), function (element) {
  return isVisible(element) && element.getBoundingClientRect().height < 43.5;
});
// A preview is laid out in a frame of the size of a window and drawn smaller: the frame is wider than its box.
var cut = [].filter.call(document.querySelectorAll("main *, footer *"), function (element) {
  var style = getComputedStyle(element);
  return isVisible(element) && style.overflowX !== "auto" && style.overflowX !== "scroll" && !element.closest("svg, .unseen") && !element.matches(".preview > div") &&
    element.clientWidth > 0 && style.display !== "inline" && element.scrollWidth > element.clientWidth + 1;
});
var found = [];
small.forEach(function (element) { found.push("less than 44 px high: " + name(element)); });
cut.forEach(function (element) { found.push("runs over its edge: " + name(element)); });
if (document.documentElement.scrollWidth > innerWidth) found.push("runs over the edge of the window");

// A dark page is the light one in other colours: only what looks at colours is asked again.
var isDark = matchMedia("(prefers-color-scheme: dark)").matches;
var all = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
axe.run(document, {
  runOnly: isDark ? { type: "rule", values: ["color-contrast", "link-in-text-block"] } : all,
  rules: isDark ? {} : { "target-size": { enabled: true } },
  resultTypes: ["violations", "incomplete"]
}).then(function (result) {
  var advice = [];
  result.violations.forEach(function (violation) {
    var isRule = violation.tags.some(function (tag) { return /^wcag/.test(tag); });
    violation.nodes.forEach(function (node) {
      (isRule ? found : advice).push(violation.id + ": " + node.target.join(" ") + " (" + (node.any.concat(node.all, node.none)[0] || {}).message + ")");
    });
  });
  done({ lang: document.documentElement.lang, dir: document.documentElement.dir, rules: result.passes ? result.passes.length : 0, found: found, advice: advice });
}, function (error) { done({ found: ["axe failed: " + error], advice: [] }); });
