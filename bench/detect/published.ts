/** The standard profile of published detectors on the same 38 series, by the same rules. */
export const published: readonly (readonly [string, number])[] = [
  ['ARTime', 71.98],
  ['contextOSE', 66.11],
  ['Numenta HTM', 65.63],
  ['htmjava', 64.29],
  ['numentaTM', 61.44],
  ['KNN CAD', 56.13],
  ['relative entropy', 55.61],
  ['random cut forest', 47.48],
  ['Twitter ADVec', 43.52],
  ['windowed Gaussian', 39.67],
  ['random', 14.13],
];
