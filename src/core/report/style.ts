/** The report's looks: for a screen and for A4. The system's own fonts, because nothing may be fetched. */
export const STYLE = `
@page { size: A4; margin: 16mm 15mm; }
* { box-sizing: border-box; }
html { color: #16181d; background: #fff; font: 10.5pt/1.45 system-ui, -apple-system, 'Segoe UI', 'Noto Sans CJK SC', sans-serif; }
body { max-width: 180mm; margin: 0 auto; padding: 8mm 4mm; }
h1 { font-size: 19pt; margin: 0; }
h2 { font-size: 13pt; margin: 8mm 0 2mm; padding-top: 2mm; border-top: 1px solid #c9cdd6; break-after: avoid; }
h3 { font-size: 10.5pt; margin: 4mm 0 1mm; break-after: avoid; }
p { margin: 0 0 2mm; }
.muted { color: #4b5260; font-size: 9.5pt; }
.note { border-left: 3px solid #b45309; padding-left: 3mm; }
.headline { display: flex; flex-wrap: wrap; align-items: baseline; gap: 1mm 5mm; margin: 5mm 0 1mm; }
.headline strong { font-size: 26pt; line-height: 1.1; }
table { width: 100%; border-collapse: collapse; margin: 2mm 0; font-size: 9.5pt; }
th { text-align: left; font-weight: 600; color: #4b5260; }
th, td { padding: 1mm 2mm; border-bottom: 1px solid #dfe2e8; vertical-align: top; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: 42mm 1fr; gap: 1mm 4mm; margin: 2mm 0; font-size: 9.5pt; }
dt { color: #4b5260; }
dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 3mm 0; break-inside: avoid; }
figcaption { color: #4b5260; font-size: 9.5pt; }
svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; fill: #4b5260; }
.grid { stroke: #e3e6eb; }
.sheets { display: grid; grid-template-columns: repeat(2, 1fr); gap: 4mm; }
.sheet { border: 1px solid #dfe2e8; border-radius: 1.5mm; padding: 2mm; break-inside: avoid; font-size: 8.5pt; }
.sheet header { display: flex; justify-content: space-between; color: #4b5260; font-variant-numeric: tabular-nums; }
.three { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2mm; margin-top: 1mm; }
.three div { min-width: 0; overflow-wrap: anywhere; }
.three img, .gone { width: 100%; aspect-ratio: 1; object-fit: contain; border: 1px solid #dfe2e8; background: #fff; }
.gone { display: grid; place-items: center; color: #4b5260; text-align: center; }
.three b { display: block; }
.three .right b { color: #00684a; }
.three .chosen b { color: #a33a00; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f5f7; padding: 2mm 3mm; font-size: 9pt; break-inside: avoid; }
.columns { columns: 2; column-gap: 8mm; font-size: 8.5pt; }
.columns div { display: flex; justify-content: space-between; gap: 4mm; break-inside: avoid; border-bottom: 1px solid #eceef2; overflow-wrap: anywhere; }
.columns span:last-child { text-align: right; font-variant-numeric: tabular-nums; }
@media print { body { max-width: none; padding: 0; } a { color: inherit; } }
`
