// Sends the chosen files one after another; each answer is a row of the table below.

const input = document.getElementById("k-files");
const drop = document.querySelector("[data-photo-drop]");
const progress = document.querySelector("[data-photo-progress]");
const batch = document.getElementById("photo-batch");
const rows = document.querySelector("[data-photo-rows]");
const waiting = [];
let busy = false;

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  const said = document.createElement("span");
  said.className = "k-progress__said";
  item.append(name, " ", bar, " ", said);
  progress.append(item);
  return { item, bar, said };
}

function failed(shown, message) {
  shown.bar.remove();
  shown.item.classList.add("k-progress--failed");
  shown.said.textContent = message;
}

function answered(request, shown) {
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // Not our answer: a proxy's page, or the sign-in's.
  }
  if (request.status !== 200 || !answer) {
    failed(shown, input.dataset.failed);
  } else if (!answer.success) {
    failed(shown, answer.error_message);
  } else {
    shown.item.remove();
    batch.hidden = false;
    rows.insertAdjacentHTML("beforeend", answer.row);
  }
}

function send({ file, shown }) {
  return new Promise((done) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", batch.elements.csrfmiddlewaretoken.value);
    body.append("title", file.name.replace(/\.[^.]+$/, ""));
    const collection = document.getElementById("k-collection");
    if (collection) {
      body.append("collection", collection.value);
    }
    body.append("files[]", file);
    const request = new XMLHttpRequest();
    request.open("POST", input.dataset.url);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => {
      shown.bar.value = event.total ? (100 * event.loaded) / event.total : 0;
    });
    request.addEventListener("load", () => answered(request, shown));
    request.addEventListener("error", () => failed(shown, input.dataset.failed));
    request.addEventListener("loadend", done);
    shown.said.textContent = input.dataset.uploading;
    request.send(body);
  });
}

async function work() {
  if (busy) {
    return;
  }
  busy = true;
  while (waiting.length) {
    await send(waiting.shift());
  }
  busy = false;
}

function take(files) {
  for (const file of files) {
    const shown = line(file);
    if (file.size > Number(input.dataset.maxSize)) {
      failed(shown, input.dataset.tooBig);
    } else {
      waiting.push({ file, shown });
    }
  }
  work();
}

input.addEventListener("change", () => {
  take([...input.files]);
  input.value = "";
});
for (const name of ["dragover", "drop"]) {
  document.addEventListener(name, (event) => event.preventDefault());
}
drop.addEventListener("dragover", () => drop.classList.add("k-drop--over"));
drop.addEventListener("dragleave", () => drop.classList.remove("k-drop--over"));
drop.addEventListener("drop", (event) => {
  drop.classList.remove("k-drop--over");
  take([...event.dataTransfer.files]);
});
