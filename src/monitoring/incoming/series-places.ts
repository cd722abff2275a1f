import { HashSlots } from './hash-slots';
import type { NamedSeries } from './label-set';

/** The distinct series of a body, in the order they came. */
export class SeriesPlaces {
  readonly series: NamedSeries[] = [];
  private readonly slots = new HashSlots();

  placeOf(series: NamedSeries): number {
    const { slots } = this;
    for (let slot = slots.first(series.hash); slot >= 0; slot = slots.following(slot, series.hash)) {
      const place = slots.entryAt(slot) - 1;
      const other = this.series[place]!;
      if (other === series || other.key === series.key) return place;
    }
    slots.add(series.hash, this.series.push(series));
    return this.series.length - 1;
  }
}
