const most = 160;

/** A text's beginning, where all of it would be too much for an answer. */
export const short = (text: string): string =>
  text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text.toWellFormed();
