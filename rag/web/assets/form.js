// The figure form of a report: last year's values beside this year's fields.

const form = new FigureGrid(element.querySelector(".zb-grid"), {
  saved: (row, column, note) => offerPlaces(row, column, note),
  added: () => reload(),
});

async function reload() {
  const reply = await call("load_rows", props.value || {});
  if (!failed(reply)) form.show(reply);
}

watch("value", () => props.value && reload());
if (props.value) reload();
