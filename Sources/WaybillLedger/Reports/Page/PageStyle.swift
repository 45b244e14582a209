/// How a page looks: on a wide screen and a narrow one, in light and in the dark, and on paper.
enum PageStyle {
    static let sheet = Markup.verbatim(
        """

        :root {
          --paper: #fdfdfb; --ink: #1d2024; --quiet: #5c626b; --line: #e2e2dc;
          --value: #3a6ea5; --trouble: #b3432b;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #15171a; --ink: #e6e6e1; --quiet: #a2a8b1; --line: #2f3339;
            --value: #74a7d8; --trouble: #f0886b;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          max-width: 71rem; margin: 0 auto; padding: 3rem 2rem 4rem; background: var(--paper); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
          font-variant-numeric: tabular-nums lining-nums;
        }
        h1 { margin: 0; font-size: 2rem; line-height: 1.2; font-weight: 650; letter-spacing: -.02em; }
        h2 { margin: 0 0 .75rem; font-size: 1.15rem; font-weight: 650; letter-spacing: -.01em; }
        h3 { margin: 0; font-size: .95rem; font-weight: 600; }
        p { margin: 0 0 1rem; max-width: 46rem; }
        section, footer { margin-top: 3rem; }
        .kicker { margin: 0 0 .35rem; color: var(--quiet); font-size: .85rem; }
        .meant { margin: .4rem 0 0; color: var(--quiet); overflow-wrap: anywhere; }
        .nothing { margin-top: 3rem; padding: 2rem 0; border-top: 1px solid var(--line); color: var(--quiet); }

        .totals {
          display: grid; grid-template-columns: repeat(4, 1fr); gap: 0 2rem; margin: 2rem 0 0; border-top: 2px solid var(--ink);
        }
        .totals > div { padding: .9rem 0 1rem; border-bottom: 1px solid var(--line); }
        .totals dt { color: var(--quiet); font-size: .85rem; }
        .totals dd { margin: 0; color: var(--quiet); font-size: .8rem; line-height: 1.4; }
        .totals .figure { color: var(--ink); font-size: 1.75rem; line-height: 1.3; font-weight: 600; letter-spacing: -.02em; }

        figure { margin: 0 0 1.75rem; }
        figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .75rem; }
        figcaption p { margin: 0; color: var(--quiet); font-size: .8rem; }
        .plot { padding-left: 3.75rem; }
        .chart { display: block; overflow: visible; }
        .chart text { font-size: 11px; fill: var(--quiet); text-anchor: middle; }
        .chart .tick { text-anchor: end; }
        .chart .peak { fill: var(--ink); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
        .chart .last { text-anchor: end; }
        .grid { stroke: var(--line); }
        .base { stroke: var(--quiet); }
        .value { fill: var(--value); }
        .more { fill: none; stroke: var(--value); }
        .trouble { fill: var(--trouble); }

        table { width: 100%; border-collapse: collapse; font-size: .85rem; line-height: 1.35; }
        caption { padding: 0 0 .5rem; text-align: left; color: var(--quiet); font-size: .85rem; }
        th, td { padding: .4rem 0 .4rem 1rem; text-align: right; font-weight: 400; white-space: nowrap; vertical-align: baseline; }
        th:first-child, td:first-child { padding-left: 0; text-align: left; }
        .words { text-align: left; min-width: 7rem; }
        .alone caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; padding: 0; }
        thead th, thead td { color: var(--quiet); font-size: .8rem; border-bottom: 1px solid var(--quiet); vertical-align: bottom; }
        tbody th { white-space: normal; overflow-wrap: anywhere; min-width: 6rem; }
        td.words { white-space: normal; overflow-wrap: anywhere; }
        tbody tr + tr > * { border-top: 1px solid var(--line); }
        tfoot th, tfoot td { border-top: 1px solid var(--quiet); font-weight: 600; }
        .depth1 { padding-left: 1.25rem !important; color: var(--quiet); }
        .depth2 { padding-left: 2.5rem !important; color: var(--quiet); }
        .depth3 { padding-left: 3.75rem !important; color: var(--quiet); }
        .drawn { width: 16%; min-width: 3.5rem; }
        .bar { display: block; }
        .bad { color: var(--trouble); font-weight: 600; }
        .totals .bad { color: var(--trouble); }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem 3rem; align-items: start; }

        footer { padding-top: 1.5rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .85rem; }
        footer h2 { font-size: .95rem; }
        .notes { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem 3rem; margin: 0; }
        .notes > div { display: flex; gap: .75rem; }
        .notes dt { flex: 0 0 5.5rem; color: var(--ink); }
        .notes dd { margin: 0; }

        @media screen and (max-width: 66rem) {
          .pair, .notes { grid-template-columns: 1fr; }
          .tall, .tall tbody, .tall tfoot, .tall caption { display: block; }
          .tall thead { display: none; }
          .tall tr {
            display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 0 1.5rem; padding: .75rem 0;
            border-top: 1px solid var(--line);
          }
          .tall tr > * { border: 0 !important; padding: .1rem 0; }
          .tall tr th { grid-column: 1 / -1; font-weight: 600; }
          .tall td { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .75rem; }
          .tall td::before { content: attr(data-label); color: var(--quiet); font-weight: 400; text-align: left; }
          .tall td.words { grid-column: 1 / -1; justify-content: flex-start; }
          .tall .fill { display: none; }
          .tall td.drawn { grid-column: 1 / -1; width: auto; padding: .25rem 0; }
          .tall td.drawn::before { content: none; }
        }
        @media screen and (max-width: 46rem) {
          body { padding: 1.5rem 1rem 3rem; }
          h1 { font-size: 1.5rem; }
          section, footer { margin-top: 2.25rem; }
          .totals { grid-template-columns: 1fr 1fr; gap: 0 1.25rem; }
          .totals .figure { font-size: 1.4rem; }
          .plot { padding-left: 3.25rem; }
          .dense, .minor { display: none; }
          th, td { padding-left: .5rem; }
          tbody th { min-width: 4rem; }
          .drawn { min-width: 1.25rem; }
        }
        @media screen and (max-width: 24rem) {
          body { padding: 1.25rem .75rem 2rem; }
          table { font-size: .75rem; }
          .tall tr { grid-template-columns: 1fr; }
        }
        @media print {
          @page { size: A4; margin: 14mm 13mm; }
          :root {
            --paper: #fff; --ink: #000; --quiet: #4a4f57; --line: #d5d5cf;
            --value: #3a6ea5; --trouble: #b3432b;
          }
          body { max-width: none; padding: 0; font-size: 9.5pt; }
          section, footer { margin-top: 1.6rem; }
          table { font-size: 8pt; }
          caption, thead th { font-size: 8pt; }
          th, td { padding: .22rem 0 .22rem .5rem; }
          .pair { grid-template-columns: 1fr; gap: 1rem; }
          footer, .notes { font-size: 8pt; line-height: 1.35; }
          .notes { grid-template-columns: 1fr 1fr; gap: .2rem 2rem; }
          .notes dt { flex-basis: 4.5rem; }
          .totals { margin-top: 1.2rem; }
          figure, tr, .tall, .pair > table, .totals > div { break-inside: avoid; }
          h2, h3, caption, figcaption, thead { break-after: avoid; }
          tbody tr:first-child { break-before: avoid; }
          thead { display: table-header-group; }
          tfoot { display: table-row-group; }
        }

        """)
}
