/*
 * Clears what the app keeps on this device before somebody logs out. Over https and on localhost the answer's Clear-Site-Data
 * does it too; over plain http browsers do not heed that header.
 */
const PATIENCE_MS = 2000; // another tab may hold on to its log

async function clear() {
  const databases = (await indexedDB.databases?.()) ?? [];
  const gone = databases.map(({ name }) => new Promise((done) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = asked.onerror = done;
  }));
  if (self.caches) gone.push(...(await caches.keys()).map((name) => caches.delete(name)));
  await Promise.all(gone);
}

document.getElementById("leave").addEventListener("submit", async (event) => {
  event.preventDefault();
  const patience = new Promise((done) => setTimeout(done, PATIENCE_MS));
  await Promise.race([clear().catch(() => undefined), patience]);
  event.target.submit();
});
