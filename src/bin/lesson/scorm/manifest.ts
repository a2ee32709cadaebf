import type { Lesson } from '../../../lessons/lesson.ts';

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!);

/** `imsmanifest.xml`: one organization of one item, the lesson (SCORM 1.2 Content Aggregation Model 2.3). */
export function manifest({ id, title, summary }: Lesson, files: readonly string[]): string {
  const name = `drydock-${id.replace('/', '-')}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="${name}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="lessons">
    <organization identifier="lessons">
      <title>${escaped(title)}</title>
      <item identifier="lesson" identifierref="page">
        <title>${escaped(title)}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="page" type="webcontent" adlcp:scormtype="sco" href="index.html">
${files.map((file) => `      <file href="${escaped(file)}"/>`).join('\n')}
    </resource>
  </resources>
</manifest>
<!-- ${escaped(summary).replaceAll('--', '- -')} -->
`;
}

/** `index.html`: the lesson in a frame of the Drydock site, and the script that tells the system of it. */
export function page({ id, title }: Lesson, site: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>html, body, #lesson { height: 100%; margin: 0 } p { margin: 0; padding: 8px 12px; font: 15px sans-serif }</style>
</head>
<body>
<div id="lesson" data-lesson="${escaped(id)}" data-base="${escaped(site)}"
  data-alone="No learning management system was found around this page: what you reach is not recorded."></div>
<script type="module">import { begin } from './scorm.js'; begin(document.getElementById('lesson'));</script>
</body>
</html>
`;
}
