"use strict";
for (const player of document.querySelectorAll(".player")) {
  const pictures = player.querySelectorAll("img");
  const controls = player.querySelector(".controls");
  if (!controls) continue;
  const button = controls.querySelector("button");
  const slider = controls.querySelector("input");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const last = pictures.length - 1;
  let timer = null;
  const show = (moment) => {
    pictures.forEach((picture, index) => { picture.hidden = index !== moment; });
    slider.value = moment;
  };
  const pause = () => {
    clearInterval(timer);
    timer = null;
    button.textContent = "▶";
  };
  const play = () => {
    if (Number(slider.value) === last) show(0);
    button.textContent = "❚❚";
    timer = setInterval(() => {
      const next = Number(slider.value) + 1;
      show(next);
      if (next === last) pause();
    }, 400);
  };
  button.addEventListener("click", () => (timer === null ? play() : pause()));
  slider.addEventListener("input", () => { pause(); show(Number(slider.value)); });
  controls.hidden = false;
  if (!still) play();
}
