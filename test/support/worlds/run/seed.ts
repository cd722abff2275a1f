/** The same worlds in every plain run; WORLDS_SEED is where others begin (`now` for new ones). */
const asked = process.env['WORLDS_SEED'] || '24381706';
export const firstSeed = asked === 'now' ? Date.now() % 2 ** 31 : Number(asked);
