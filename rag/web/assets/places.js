// Drafts that state an old value: shown before and after, changed where wanted, changed back.

// After a value changed, offer behind its line to bring the drafts up to date.
async function offerPlaces(row, column, note) {
  const asked = { indicator: row.indicator, unit: row.unit, year: column.year };
  const looking = el("small", { class: "zb-looking" }, "正在查草稿……");
  note.append(looking);
  const reply = await call("find_places", asked);
  // A value entered meanwhile has its own question, and the note its own words.
  if (!looking.isConnected) return;
  looking.remove();
  if (reply.error || !reply.places.length) return;
  const open = () => placesWindow(`${row.indicator}（${column.year}年）`, reply.places, note);
  const words = `更新草稿 ${reply.places.length} 处`;
  note.append(el("button", { type: "button", class: "zb-link", onclick: open }, words));
}

function placeLine(place) {
  const tick = el("input", { type: "checkbox", "aria-label": `更新 ${place.sectionName}` });
  tick.checked = place.after !== null;
  tick.disabled = place.after === null;
  const head = el("small", {}, `${place.reportName}　${place.sectionName}`);
  const body =
    place.after === null
      ? [
          el("div", { class: "zb-change-text" }, el("del", { class: "plain" }, place.sentence)),
          el("p", { class: "zb-note" }, `“${place.text}”应为“${place.expected}”，整句要改写，请到正文里改。`),
        ]
      : [changedSentence({ old: place.sentence, new: place.after })];
  const node = el("label", { class: "zb-place" }, tick, el("div", {}, head, body));
  return { node, place, taken: () => tick.checked };
}

async function placesWindow(title, places, note) {
  const lines = places.map(placeLine);
  const body = [
    el("p", { class: "zb-note" }, "草稿里这些地方还是原来的数。勾选的会改成台账里的数，改前的文字留在历史版本里。"),
    el("div", { class: "zb-places" }, lines.map((line) => line.node)),
  ];
  const usable = lines.some((line) => line.place.after !== null);
  const answer = await ask(`更新草稿：${title}`, body, [
    ["", usable ? "先不改" : "关闭"],
    ...(usable ? [["yes", "更新勾选的", "primary"]] : []),
  ]);
  if (answer !== "yes") return;
  const chosen = lines.filter((line) => line.taken()).map((line) => line.place);
  if (!chosen.length) return;
  const reply = await call("update_places", { places: chosen, who: worker() });
  if (failed(reply)) return;
  fill(note, `已更新草稿 ${chosen.length} 处`);
  toast(`已更新草稿 ${chosen.length} 处。`, "", "good", {
    label: "撤销",
    run: async () => {
      const details = { updated: reply.updated, who: worker() };
      if (failed(await call("undo_places", details))) return;
      fill(note, "已保存");
      toast("已退回更新前的文字。", "", "good");
    },
  });
}
