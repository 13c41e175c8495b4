/* Before first paint: the room the viewer chose in this browser, so that no page flashes in the other one. */
try {
  const theme = localStorage.getItem('vitrine-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is refused: the system's light is right.
}
