/** Frames of the browser. */

/** Resolves when what has been drawn is on its way to the screen: in a task behind the next frame. */
export const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
