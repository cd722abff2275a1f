import type { Organization } from '../world/directory-model';
import type { Agreement, Mask } from '../world/sharing-model';
import { everything, type Thing, type Things, type TypeName, type World } from '../world/things';
import { agreedWith, grantsFor } from './grants';
import { seesAlone } from './sees-alone';

/** A world as one organization may see it: the union of what it sees alone and of what agreements show. */
export class Sight {
  private readonly visible = new Set<Thing>();
  private readonly masked = new Map<Thing, readonly Mask[]>();
  readonly agreed: readonly Agreement[];
  readonly hidden: readonly Thing[];

  constructor(
    readonly world: World,
    readonly viewer: Organization,
  ) {
    this.agreed = agreedWith(viewer, world.Agreement);
    const things = everything(world);
    for (const thing of things) this.look(thing);
    this.hidden = things.filter((thing) => !this.visible.has(thing));
  }

  private look(thing: Thing): void {
    const alone = seesAlone(this.viewer, thing);
    const grants = alone ? [] : grantsFor(this.viewer, this.agreed, thing);
    if (!alone && grants.length === 0) return;
    this.visible.add(thing);
    // Withheld is what every agreement withholds; where the record is seen without any, nothing is.
    const [first, ...others] = grants;
    const masks = first?.withheld.filter((mask) => others.every(({ withheld }) => withheld.includes(mask)));
    if (masks) this.masked.set(thing, masks);
  }

  sees(thing: Thing): boolean {
    return this.visible.has(thing);
  }

  /** Whether it is seen, and yet not this of it. */
  withholds(thing: Thing, mask: Mask | undefined): boolean {
    return mask !== undefined && (this.masked.get(thing)?.includes(mask) ?? false);
  }

  /** The thing, or null where it is hidden: what a to-one edge answers. */
  show<T extends Thing>(thing: T | null): T | null {
    return thing && this.visible.has(thing) ? thing : null;
  }

  all<T extends TypeName>(type: T): Things[T][] {
    return (this.world[type] as Things[T][]).filter((thing) => this.visible.has(thing));
  }
}
