// Shows each crop as it will be, and moves it by mouse, finger, slider or keyboard.

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), Math.max(most, least));
}

function set(crop) {
  const data = crop.dataset;
  const photo = { width: Number(data.photoWidth), height: Number(data.photoHeight) };
  const [across, down] = data.aspect.split(":").map(Number);
  const [defaultX, defaultY, defaultWidth] = data.default.split(",").map(Number);
  const frame = crop.querySelector("[data-crop-frame]");
  const image = crop.querySelector("[data-crop-image]");
  const zoom = crop.querySelector("[data-crop-zoom]");
  const own = crop.querySelector("input[name$='-own']");
  const fields = {
    x: crop.querySelector("input[name$='-x']"),
    y: crop.querySelector("input[name$='-y']"),
    width: crop.querySelector("input[name$='-width']"),
  };
  const box = {
    x: Number(fields.x.value),
    y: Number(fields.y.value),
    width: Number(fields.width.value),
  };

  function show() {
    box.width = Math.round(clamp(box.width, Number(data.least), Number(data.widest)));
    const height = Math.min(Math.round((box.width * down) / across), photo.height);
    box.x = Math.round(clamp(box.x, 0, photo.width - box.width));
    box.y = Math.round(clamp(box.y, 0, photo.height - height));
    frame.style.aspectRatio = `${across} / ${down}`;
    image.style.width = `${(100 * photo.width) / box.width}%`;
    image.style.transform = `translate(${(-100 * box.x) / photo.width}%, ${(-100 * box.y) / photo.height}%)`;
    zoom.value = box.width;
    for (const name of ["x", "y", "width"]) {
      fields[name].value = box[name];
    }
  }

  function change(x, y, width, isOwn = true) {
    // A narrower crop keeps its middle.
    const shrunk = box.width - width;
    box.x = x + shrunk / 2;
    box.y = y + (shrunk * down) / across / 2;
    box.width = width;
    own.checked = isOwn;
    show();
  }

  let held = null;
  frame.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, left: box.x, top: box.y };
    frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", (event) => {
    if (held) {
      const scale = box.width / frame.clientWidth;
      change(
        held.left - (event.clientX - held.x) * scale,
        held.top - (event.clientY - held.y) * scale,
        box.width,
      );
    }
  });
  for (const name of ["pointerup", "pointercancel"]) {
    frame.addEventListener(name, () => {
      held = null;
    });
  }
  frame.addEventListener("keydown", (event) => {
    const step = Math.max(Math.round(box.width / (event.shiftKey ? 10 : 50)), 1);
    // The crop moves over the photo; sides are those of the picture, in every language.
    const moves = {
      ArrowLeft: [-step, 0, 0],
      ArrowRight: [step, 0, 0],
      ArrowUp: [0, -step, 0],
      ArrowDown: [0, step, 0],
      "+": [0, 0, -step],
      "=": [0, 0, -step],
      "-": [0, 0, step],
    };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      change(box.x + move[0], box.y + move[1], clamp(box.width + move[2], Number(data.least), Number(data.widest)));
    }
  });
  zoom.addEventListener("input", () => change(box.x, box.y, Number(zoom.value)));
  for (const name of ["x", "y", "width"]) {
    fields[name].addEventListener("change", () => {
      box[name] = Number(fields[name].value);
      own.checked = true;
      show();
    });
  }
  function reset() {
    Object.assign(box, { x: defaultX, y: defaultY, width: defaultWidth });
    own.checked = false;
    show();
  }
  crop.querySelector("[data-crop-reset]").addEventListener("click", reset);
  own.addEventListener("change", () => {
    if (!own.checked) {
      reset();
    }
  });
  show();
}

document.querySelectorAll("[data-crop]").forEach(set);
