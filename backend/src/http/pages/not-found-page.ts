/** For a reader who followed a wrong link. */
export const notFoundPage = (): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nothing here · Ringback</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<main class="notice">
<h1>There is nothing at this address</h1>
<p>Perhaps a typing error, or the pages have not been built yet (<code>npm run build</code>).</p>
<p><a href="/">Demo shop</a> · <a href="/console/">Console</a> · <a href="/docs">API documentation</a></p>
</main>
</body>
</html>
`;
