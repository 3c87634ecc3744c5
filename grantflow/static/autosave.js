// Saves a section while somebody types, and again when the connection is back. Without this the buttons save.
const form = document.querySelector("form[data-autosave]");
const said = document.querySelector("[data-autosave-said]");
const PAUSE = 1200; // milliseconds after the last key
const PATIENCE = [3000, 6000, 12000, 20000]; // before each try while there is no connection

let waiting; // a timer, while something is typed and not sent
let busy = false;
let tries = 0;
let unsaved = false;

const say = (words, worried = false) => {
  said.textContent = words;
  said.classList.toggle("gf-unsaved", worried);
};

const later = (milliseconds) => {
  clearTimeout(waiting);
  waiting = setTimeout(save, milliseconds);
};

const body = () => {
  const data = new FormData(form);
  for (const file of form.querySelectorAll("input[type=file]")) data.delete(file.name);
  return data;
};

async function save() {
  if (busy) return later(PAUSE);
  busy = true;
  unsaved = false;
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: body() });
    if (answer.redirected) say("You are signed out. Sign in again in another tab, then go on here: nothing is lost.", true);
    else if (answer.status === 409) say("This page is out of date. Press “Save and continue” to see what has happened.", true);
    else if (!answer.ok) throw new Error(answer.status);
    else kept(await answer.json());
    if (answer.redirected || answer.status === 409) unsaved = true;
    tries = 0;
  } catch {
    // Nothing came back, or the server could not answer: the text stays in its box until it can be sent.
    unsaved = true;
    say("Not saved yet: there is no connection. We keep trying. Leave this page open.", true);
    later(PATIENCE[Math.min(tries++, PATIENCE.length - 1)]);
  }
  busy = false;
}

function kept({ saved, marks, unclear, both }) {
  for (const [name, mark] of Object.entries(marks)) form.elements[name].value = mark;
  const [wrong] = Object.values(unclear);
  if (wrong) unsaved = true;
  if (both) say("Somebody else has answered one of these questions too. Both answers are kept: press “Save and continue” to see them.", true);
  else if (wrong) say(`${saved}, but for one answer. ${wrong}.`, true);
  else say(`${saved}.`);
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    unsaved = true;
    later(PAUSE);
  });
  // Leaving a box is a good time; so is the moment when the connection comes back.
  form.addEventListener("change", (event) => event.target.type !== "file" && later(100));
  window.addEventListener("online", () => unsaved && later(0));
  form.addEventListener("submit", () => { unsaved = false; clearTimeout(waiting); });
  window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
}

// Files go as soon as they are chosen, with a bar that shows how far they have come.
for (const box of form?.querySelectorAll("input[type=file]") ?? []) {
  box.addEventListener("change", () => {
    if (!box.files.length) return;
    const bar = Object.assign(document.createElement("progress"), { className: "gf-upload", max: 100, value: 0 });
    bar.setAttribute("aria-label", "Sending the file");
    box.after(bar);
    const data = new FormData(form);
    for (const other of form.querySelectorAll("input[type=file]")) if (other !== box) data.delete(other.name);
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = (100 * loaded) / total; });
    request.addEventListener("load", () => {
      bar.remove();
      const refused = request.response?.unclear?.[box.name];
      if (request.status === 200 && request.response && !refused) {
        unsaved = false;
        return location.reload();
      }
      box.value = "";
      say(refused ?? (request.status === 413 ? "That is too much at once. Send smaller files, or fewer." : "The file was not sent. Press “Save and continue” to see why."), true);
    });
    request.addEventListener("error", () => {
      bar.remove();
      say("The file was not sent: there is no connection. Choose it again when there is.", true);
    });
    request.open("POST", form.dataset.autosave);
    request.send(data);
  });
}

// Counts on from what the server wrote, in the last day before a round closes.
const clock = document.querySelector("[data-closes]");
if (clock) {
  const ahead = Date.now() - Date.parse(clock.dataset.now);
  const counted = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;
  const tick = () => {
    const left = Math.max(0, Math.floor((Date.parse(clock.dataset.closes) - (Date.now() - ahead)) / 1000));
    if (left >= 86400) return;
    const [hours, minutes] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60)];
    const parts = [hours && counted(hours, "hour"), minutes && counted(minutes, "minute")].filter(Boolean);
    clock.textContent = left === 0 ? "No time" : parts.join(" and ") || counted(left, "second");
  };
  tick();
  setInterval(tick, 1000);
}
