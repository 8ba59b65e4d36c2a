export function check(holds, message) {
  if (!holds) throw new Error(message);
}

export function same(is, should, what) {
  if (is !== should) throw new Error(`${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`);
}

// The parameters of the page's address.
export const address = (page) => new URL(page.url()).searchParams;

export async function until(what, holds, seconds = 20) {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((go) => setTimeout(go, 100));
  }
}
