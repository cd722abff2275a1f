import { Course, COURSE_SAMPLES } from './course.rules';
import { Memory } from './memory.rules';
import { Repetition } from './repetition.rules';
import { Season } from './season.rules';
import { Tail } from './tail.rules';

/** What the value itself counts for beside the course that it is part of. */
const VALUE_WEIGHT = 1.5;

/** Values are remembered as what they differ from the first one, within this. */
const FURTHEST = 1e30;

/** What one sample is found to be. */
export interface Finding {
  /** From 0, as usual, to 1: how surprising the sample is, unless the same was told just now, or is told often. */
  score: number;
  /** The same without regard to what was told before, from 0: one time in ten to this power. */
  surprise: number;
  /** What was to be expected of the sample. */
  low: number;
  high: number;
}

/**
 * Finds what is unusual in one series, by what it was before: nothing is set for it. One sample after the other, none looked at twice,
 * in MEMORY_BYTES for each series; what is saved and restored goes on to the very same scores.
 */
export class Detector {
  /** The latest instant, the first value, the usual distance between two samples, and where a counter stood. */
  private readonly basis: Float64Array;
  private readonly season: Season;
  private readonly course: Course;
  private readonly ofValue: Tail;
  private readonly ofCourse: Tail;
  private readonly repetition: Repetition;

  private constructor(private readonly memory: Memory) {
    this.basis = memory.doubles(4);
    this.season = new Season(memory);
    this.course = new Course(memory);
    this.ofValue = new Tail(memory);
    this.ofCourse = new Tail(memory);
    this.repetition = new Repetition(memory);
  }

  static begin(): Detector {
    const detector = new Detector(Memory.empty());
    detector.basis.fill(NaN);
    detector.season.begin();
    return detector;
  }

  /** Begins anew where what was saved is of another make. */
  static restore(saved: Uint8Array): Detector {
    const memory = Memory.of(saved);
    return memory ? new Detector(memory) : Detector.begin();
  }

  save(): Uint8Array {
    return this.memory.save();
  }

  /** Undefined, and nothing learned, where the sample is no number, or not later than the one before it. */
  take(at: number, value: number): Finding | undefined {
    const [latest, first] = this.basis as unknown as [number, number];
    if (!Number.isFinite(value) || !Number.isFinite(at) || at <= latest) return undefined;
    if (Number.isNaN(first)) this.basis[1] = value;
    this.pass(at);
    return this.judge(at, Math.fround(Math.max(-FURTHEST, Math.min(FURTHEST, value - this.basis[1]!))));
  }

  /** The same of a series that counts up: what is judged is how much comes a second. Its first sample, and one that begins anew, tell nothing. */
  takeCount(at: number, count: number): Finding | undefined {
    const [latest, , , before] = this.basis as unknown as [number, number, number, number];
    if (!Number.isFinite(count) || !Number.isFinite(at) || at <= latest) return undefined;
    this.basis[3] = count;
    if (count >= before) return this.take(at, ((count - before) / (at - latest)) * 1000);
    this.basis[0] = at;
    return undefined;
  }

  private judge(at: number, value: number): Finding {
    const expected = this.season.expected(at, value);
    const deviation = Math.abs(value - expected);
    const usual = this.ofValue.above(0.01);
    const distance = this.course.take(value);
    const ofCourse = distance === undefined ? 0 : this.ofCourse.take(distance);
    const surprise = ofCourse + VALUE_WEIGHT * this.ofValue.take(deviation);
    this.season.take(at, value, deviation);
    const middle = expected + this.basis[1]!;
    const score = scoreOf(this.repetition.take(surprise), surprise);
    return { score, surprise, low: middle - usual, high: middle + usual };
  }

  /** A silence longer than a course interrupts it. */
  private pass(at: number): void {
    const [latest, , usual] = this.basis as unknown as [number, number, number];
    this.basis[0] = at;
    if (Number.isNaN(latest)) return;
    const step = at - latest;
    if (step > usual * COURSE_SAMPLES) this.course.interrupt();
    this.basis[2] = Number.isNaN(usual) ? step : usual * (step > usual ? 1.05 : 1 / 1.05);
  }
}

/** What is held back, or not surprising at all, stays within the lowest fiftieth. */
const scoreOf = (told: number, surprise: number): number =>
  Math.max(1 - 2 ** (-told / 2), 0.02 * (1 - 2 ** (-surprise / 2)));
