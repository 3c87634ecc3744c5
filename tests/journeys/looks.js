// Asked of a page as the browser has drawn it. Each answers with a list of what is wrong.
({
  faults() {
    const found = [];
    const all = (what) => [...document.querySelectorAll(what)];
    if (all("h1").length !== 1) found.push(`${all("h1").length} first headings`);
    for (const link of all("a[role=button]:not([data-module='govuk-button'])"))
      found.push(`the space bar does not press “${link.textContent.trim()}”`);
    // axe does not notice a group without a name.
    for (const box of all("input[type=radio], input[type=checkbox]")) {
      const legend = box.closest("fieldset")?.querySelector(":scope > legend");
      if (all(`input[name="${CSS.escape(box.name)}"]`).length > 1 && !legend?.textContent.trim())
        found.push(`the choices of “${box.name}” have no legend`);
    }
    const ids = all("[id]").map((element) => element.id);
    for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place)))
      found.push(`twice the id “${id}”`);
    for (const link of all("a[href^='#']"))
      if (!document.getElementById(decodeURIComponent(link.hash.slice(1))))
        found.push(`${link.hash} leads nowhere`);
    if (/<\/?(span|strong|a|br|p|div)\b/.test(document.querySelector("main").innerText))
      found.push("markup is shown as text");
    const failed = all(".govuk-error-summary, .govuk-error-message").length > 0;
    if (failed !== document.title.startsWith("Error: "))
      found.push(`${failed ? "errors" : "no errors"} under the title “${document.title}”`);
    return found;
  },

  tooWide() {
    const scrolls = (element) =>
      element && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width && box.right > innerWidth + 1 && !scrolls(element.parentElement);
    });
    const width = document.documentElement.scrollWidth;
    const which = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 160));
    return width > innerWidth ? [`${width} pixels wide: ${which}`] : [];
  },

  async byAxe(tags, rule, allowed) {
    const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    const excused = (id, node) => id === rule && document.querySelector(node.target.join(" "))?.matches(allowed);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.filter((node) => !excused(id, node)).map((node) => `${id}: ${help}: ${node.html.slice(0, 200)}`));
  },
})
