/** The cards of a list, each an element that goes on to show another film when its own has gone. */

export class Cards {
  #cards = [];
  #made = 0;

  /** Whether any card is there to go on with. */
  get areThere() {
    return this.#cards.length > 0;
  }

  /** Has all be made anew, as where films are not to be seen turning into others. */
  forget() {
    this.#cards = [];
  }

  /**
   * Gives each film a card: the one that it has, or one of which the film has gone. To change a card's texts is
   * quicker than to make one, by a quarter.
   * @returns A card for each film, with the film that it shows so far.
   */
  of(films) {
    const wanted = new Set(films.map((film) => film.id));
    const held = new Map();
    const free = [];
    for (const card of this.#cards) wanted.has(card.shows) ? held.set(card.shows, card) : free.push(card);
    // A film that is twice in a list, as it moved while that was read, has a second card.
    const take = (id) => {
      const card = held.get(id);
      held.delete(id);
      return card;
    };
    // In their order, so that as few as can be are moved.
    let next = 0;
    this.#cards = films.map((film) => take(film.id) ?? free[next++] ?? { key: this.#made++, shows: null });
    return this.#cards;
  }
}
