/** The CSS of the scorecard page: for printing on A3 landscape, black on white, with shapes as well as colours. */
export const scorecardStyle = `
@page{size:A3 landscape;margin:12mm}
*{box-sizing:border-box}
body{font:14px/1.35 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;color:#111;background:#fff;margin:0 auto;padding:16px;max-width:1680px}
h1{font-size:24px;margin:0 0 4px}
header p{margin:2px 0}
table{border-collapse:collapse;width:100%;margin:12px 0}
caption{text-align:left;font-weight:bold;font-size:16px;padding:6px 0}
th,td{border:1px solid #b6c0ca;padding:4px 6px;vertical-align:top;text-align:left}
thead th{background:#e9eef3;font-size:12px;vertical-align:bottom}
thead{display:table-header-group}
tr{break-inside:avoid}
.card th[scope=row]{font-weight:600;min-width:190px}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.about{display:block;font-size:11px;font-weight:normal;color:#4a5561;white-space:normal}
.small,.none{font-size:12px;color:#3d4752}
.none{display:inline-block}
.priority th{background:#1b2a3a;color:#fff;break-after:avoid}
.priority{break-after:avoid}
.rag{text-align:center}
.badge{display:inline-block;width:24px;height:24px;line-height:22px;text-align:center;font-weight:bold;border:1px solid #111;color:#111;background:#fff}
.badge.green{border-radius:50%;background:#9bdcae}
.badge.amber{background:#ffcf70;border-radius:5px}
.badge.red{background:#b3261e;color:#fff;border-color:#6e120d}
.badge.n-a{border-style:dotted}
.direction{white-space:nowrap}
.direction .small{display:block;white-space:normal;min-width:74px}
.arrow{font-size:15px;color:#111}
.arrow.green{color:#14632f}
.arrow.red{color:#b3261e}
.chart{width:140px;padding:2px}
.trend{display:block}
.comment{min-width:150px;max-width:320px;overflow-wrap:anywhere;white-space:pre-line}
.summary{width:auto}
abbr{text-decoration:underline dotted}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{border-top:1px solid #b6c0ca;margin-top:12px}
@media print{body{padding:0;font-size:11px;max-width:none;-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`
