/* Tables for a terminal and for Markdown, from the same rows. */

/** @typedef {{ title: string, head: string[], rows: string[][] }} Table the first column to the left, all others to the right */

/** What figures were made on. */
export function machineLine({ date, processor, cores, memoryGiB, system, node, postgres, pgbench }) {
  const database = postgres === undefined ? '' : `, PostgreSQL ${postgres} with durable writes, pgbench ${pgbench}`;
  return `${date}. ${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}${database}.`;
}

/** @param {string[]} lines said before @param {Table[]} tables */
export function tablesAsText(lines, tables) {
  const blocks = tables.map(({ title, head, rows }) => {
    const all = [head, ...rows];
    const widths = head.map((_, column) => Math.max(...all.map((line) => line[column].length)));
    const shown = all.map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    );
    return [title, ...shown.map((line) => `  ${line}`)].join('\n');
  });
  return [lines.join('\n'), ...blocks].join('\n\n');
}

/** @param {string[]} lines paragraphs said before @param {Table[]} tables */
export function tablesAsMarkdown(lines, tables) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const blocks = tables.map(({ title, head, rows }) =>
    [`## ${title}`, '', row(head), row(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(row)].join('\n'),
  );
  return `${[...lines, ...blocks].join('\n\n')}\n`;
}
