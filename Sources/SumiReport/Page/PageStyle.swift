/// The look of report pages: for light and dark screens, for phones, and for paper.
enum PageStyle {
    static let text = """
        :root { color-scheme: light dark; --ink: #1a1a1a; --muted: #5b5f66; --paper: #ffffff; --card: #f5f6f8;
          --line: #dfe2e7; --accent: #1f6fb4; --right: #1d7a3a; --wrong: #c62828; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --muted: #a4abb5; --paper: #171a1f; --card: #20242b;
          --line: #343a43; --accent: #5aa9ee; --right: #69cc87; --wrong: #ff7b72; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1.1rem 4rem; max-width: 62rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC",
          "Microsoft YaHei", "WenQuanYi Zen Hei", sans-serif; overflow-wrap: break-word; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: .4rem 0 .2rem; }
        h2 { font-size: 1.25rem; margin: 2.6rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.02rem; margin: 1.4rem 0 .3rem; }
        p { margin: .5rem 0; max-width: 46rem; } .muted { color: var(--muted); }
        nav { margin: .8rem 0 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem; } a { color: var(--accent); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .7rem; margin: 1.2rem 0; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
        .tile b { display: block; font-size: 1.4rem; font-weight: 650; font-variant-numeric: tabular-nums; }
        .tile span { color: var(--muted); font-size: .85rem; }
        .scroll { overflow-x: auto; } figure { margin: .8rem 0; } img { max-width: 100%; height: auto; display: block; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 0 1rem; }
        .beside { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.5rem; } .beside ul { flex: 1 1 15rem; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .6rem 0; }
        th, td { padding: .28rem .75rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th[scope=row], th:first-child { text-align: left; font-weight: 500; } thead th { color: var(--muted);
          font-weight: 600; } tr.rule th, tr.rule td { border-top: 2px solid var(--muted); }
        pre { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem;
          font: .78rem/1.4 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
        details { margin: .6rem 0; } summary { cursor: pointer; color: var(--accent); }
        .mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.6rem, 1fr)); gap: .8rem; }
        .mistakes figure { margin: 0; } .mistakes img { width: 100%; image-rendering: pixelated; border-radius: .3rem;
          border: 1px solid var(--line); } .mistakes figcaption { font-size: .8rem; line-height: 1.35; padding-top: .25rem; }
        .wrong { color: var(--wrong); } .right { color: var(--right); }
        li { margin: .35rem 0; max-width: 46rem; }
        footer { margin-top: 3rem; color: var(--muted); font-size: .85rem; }
        @media print { body { max-width: none; } nav { display: none; } h2 { break-after: avoid; } figure { break-inside: avoid; } }
        """
}
