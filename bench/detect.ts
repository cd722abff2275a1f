import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Detector } from '../src/warnings/detector/detector.rules';
import { bestThreshold, countsOf, normalized, type Scored } from './detect/nab-scoring';
import { profileNames, readNab, readProfiles, type NabSeries, type Profile } from './detect/nab-series';
import { published } from './detect/published';

/**
 * The detector without tuning over the Numenta Anomaly Benchmark, by the benchmark's own rules, beside published detectors; what a sample
 * takes, and what is kept of a series. Run: npm run bench:detect -- [folder of the benchmark]
 */
function main(): void {
  const folder = process.argv[2] ?? resolve(process.env['SHARED_DATA'] ?? '../shared/data', 'nab');
  if (!existsSync(folder)) throw new Error(`There is no ${folder}: name the folder that holds data/ and labels/.`);
  const series = readNab(folder);
  const profiles = readProfiles(folder);
  const began = performance.now();
  const corpus = series.map((one) => ({ series: one, scores: scoresOf(one) }));
  const micros = ((performance.now() - began) * 1000) / series.reduce((sum, { values }) => sum + values.length, 0);
  const standard = tellProfiles(corpus, profiles);
  tellCategories(corpus, profiles.standard);
  tellPublished(standard);
  tellShifted(series, profiles.standard);
  console.log(`\n${micros.toFixed(1)} µs a sample, ${Detector.begin().save().byteLength} bytes of state a series`);
}

function scoresOf({ instants, values }: NabSeries, leftOut = 0): Float64Array {
  const detector = Detector.begin();
  return Float64Array.from(values, (value, i) => (i < leftOut ? 0 : (detector.take(instants[i]!, value)?.score ?? 0)));
}

/** Answers the score of the standard profile. */
function tellProfiles(corpus: readonly Scored[], profiles: Record<string, Profile>): number {
  console.log(`${corpus.length} series, one threshold for all of them\n`);
  console.log('| profile | score | threshold | windows found | false positives |\n|---|---|---|---|---|');
  const scores = profileNames.map((name) => {
    const threshold = bestThreshold(corpus, profiles[name]!);
    const score = normalized(corpus, threshold, profiles[name]!);
    const counts = corpus.map((scored) => countsOf(scored, threshold));
    const sum = (of: keyof (typeof counts)[number]) => counts.reduce((total, one) => total + one[of], 0);
    const found = `${sum('found')} of ${sum('found') + sum('missed')}`;
    console.log(`| ${name} | ${score.toFixed(2)} | ${threshold.toFixed(6)} | ${found} | ${sum('falsePositives')} |`);
    return score;
  });
  return scores[0]!;
}

/** At the threshold of the whole corpus. */
function tellCategories(corpus: readonly Scored[], profile: Profile): void {
  const threshold = bestThreshold(corpus, profile);
  console.log('\n| category, standard | series | score | windows found | false positives |\n|---|---|---|---|---|');
  for (const category of new Set(corpus.map(({ series }) => series.category))) {
    const part = corpus.filter(({ series }) => series.category === category);
    const counts = part.map((scored) => countsOf(scored, threshold));
    const sum = (of: keyof (typeof counts)[number]) => counts.reduce((total, one) => total + one[of], 0);
    const score = normalized(part, threshold, profile);
    const found = `${sum('found')} of ${sum('found') + sum('missed')}`;
    const shown = Number.isNaN(score) ? '' : score.toFixed(2);
    console.log(`| ${category} | ${part.length} | ${shown} | ${found} | ${sum('falsePositives')} |`);
  }
}

/** How much of a score is luck: the same with the first samples of every series left out, which is all the same to whoever watches it. */
function tellShifted(series: readonly NabSeries[], profile: Profile): void {
  const shifted = [1, 2, 3, 4, 5].map((left) => {
    const corpus = series.map((one) => ({ series: one, scores: scoresOf(one, left) }));
    return normalized(corpus, bestThreshold(corpus, profile), profile).toFixed(2);
  });
  console.log(`\nstandard, with the first 1, 2, 3, 4, 5 samples of each series left out: ${shifted.join(', ')}`);
}

function tellPublished(standard: number): void {
  console.log('\n| detector | standard |\n|---|---|');
  const rows = [...published, ['**this hub**', standard] as const].sort(([, a], [, b]) => b - a);
  for (const [name, score] of rows) console.log(`| ${name} | ${score.toFixed(2)} |`);
}

main();
