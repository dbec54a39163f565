// Tables are sorted by a click on a heading; numbers by their value, which each cell carries.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const heading = button.parentElement, table = heading.closest("table");
    const column = heading.cellIndex, body = table.tBodies[0];
    const up = heading.ariaSort !== "ascending";
    const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      const numbers = x !== "" && y !== "" && !isNaN(x) && !isNaN(y);
      return (numbers ? x - y : x.localeCompare(y)) * (up ? 1 : -1);
    });
    for (const other of table.querySelectorAll("th")) other.ariaSort = null;
    heading.ariaSort = up ? "ascending" : "descending";
    body.append(...rows);
  });
}
