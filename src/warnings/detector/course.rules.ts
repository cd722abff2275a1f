import type { Memory } from './memory.rules';

/** A course is told by the means of 6 parts of 12 samples each, looked at anew with every third sample. */
const [PARTS, PER_LOOK, LOOKS_PER_PART] = [6, 3, 4];
const LOOKS = PARTS * LOOKS_PER_PART;

/** The samples that a course reaches over. */
export const COURSE_SAMPLES = LOOKS * PER_LOOK;

/** How many courses are remembered. */
const COURSES = 30;

/** A course that is known becomes more like what was seen. */
const FOLLOW = 0.2;

/** What counts as the same course widens with each new one and narrows with each known one, so that one in seventeen is new. */
const [WIDEN, NARROW] = [0.05, 0.05 / 16];

/**
 * How unlike all that is remembered the last samples are, taken together: courses seen before, the least recently met forgotten first,
 * and the distance of the present one to the nearest (adaptive resonance, with a vigilance that finds its own measure).
 */
export class Course {
  /** The courses, the last one met first. */
  private readonly courses: Float32Array;
  /** Means of three samples each, the latest last. */
  private readonly looks: Float32Array;
  /** Sum and number of samples of the look to come; looks taken, up to a whole course; which of two looks learns; courses; vigilance; the last two distances. */
  private readonly now: Float32Array;

  constructor(memory: Memory) {
    this.courses = memory.floats(COURSES * PARTS);
    this.looks = memory.floats(LOOKS);
    this.now = memory.floats(8);
  }

  /** The distance, undefined while there is no whole course, or nothing to compare it with. */
  take(value: number): number | undefined {
    const { now } = this;
    now[0]! += value;
    now[1]! += 1;
    if (now[1] === PER_LOOK) this.look();
    return now[2] === LOOKS && now[4]! > 0 ? (now[6]! + now[7]!) / 2 : undefined;
  }

  /** After a silence longer than a course: what was before it belongs to another. */
  interrupt(): void {
    this.now.fill(0, 0, 3);
  }

  private look(): void {
    const { looks, now } = this;
    looks.copyWithin(0, 1);
    looks[LOOKS - 1] = now[0]! / PER_LOOK;
    now.fill(0, 0, 2);
    now[2] = Math.min(now[2]! + 1, LOOKS);
    if (now[2] < LOOKS) return;
    now[3] = 1 - now[3]!;
    const course = this.present();
    const { nearest, distance } = this.find(course);
    now[6] = nearest < 0 || now[4] === 1 ? distance : now[7]!;
    now[7] = distance;
    if (now[3] === 1) this.learn(course, nearest, distance);
  }

  private present(): number[] {
    const course = new Array<number>(PARTS).fill(0);
    for (let i = 0; i < LOOKS; i += 1) course[Math.floor(i / LOOKS_PER_PART)]! += this.looks[i]! / LOOKS_PER_PART;
    return course;
  }

  private find(course: readonly number[]): { nearest: number; distance: number } {
    let [nearest, least] = [-1, Infinity];
    for (let i = 0; i < this.now[4]!; i += 1) {
      let sum = 0;
      for (let j = 0; j < PARTS; j += 1) sum += Math.abs(course[j]! - this.courses[i * PARTS + j]!);
      if (sum < least) [nearest, least] = [i, sum];
    }
    return { nearest, distance: nearest < 0 ? 0 : least / PARTS };
  }

  private learn(course: readonly number[], nearest: number, distance: number): void {
    const { courses, now } = this;
    const known = nearest >= 0 && distance <= now[5]!;
    const met = known
      ? course.map((part, j) => courses[nearest * PARTS + j]! + (part - courses[nearest * PARTS + j]!) * FOLLOW)
      : course;
    const replaced = known ? nearest : Math.min(now[4]!, COURSES - 1);
    courses.copyWithin(PARTS, 0, replaced * PARTS);
    courses.set(met, 0);
    if (known) now[5]! *= 1 - NARROW;
    else if (nearest >= 0) now[5] = now[5]! > 0 ? now[5]! * (1 + WIDEN) : distance;
    if (!known) now[4] = Math.min(now[4]! + 1, COURSES);
  }
}
