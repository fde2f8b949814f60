/* Loaded in the head: the colour scheme stands before the first paint. */
(function () {
  let value = null;
  try { value = localStorage.getItem('mantine-color-scheme-value'); } catch (e) { /* storage may be off */ }
  const dark = value === 'dark' || (value !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
